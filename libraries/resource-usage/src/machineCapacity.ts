import { availableParallelism, totalmem } from 'node:os';

/**
 * What the machine has.
 *
 * @public
 */
export interface MachineCapacity {
  readonly cpuCores: number;
  /** MB of 2^20 bytes. */
  readonly memoryTotalMb: number;
}

/**
 * What this machine has.
 *
 * @public
 */
export function machineCapacity(): MachineCapacity {
  return { cpuCores: availableParallelism(), memoryTotalMb: totalmem() / 2 ** 20 };
}
