import { availableParallelism, totalmem } from 'node:os';

/**
 * The capacity of a machine.
 *
 * @public
 */
export interface MachineCapacity {
  readonly cpuCores: number;
  /** MB of 2^20 bytes. */
  readonly memoryTotalMb: number;
}

/**
 * The capacity of this machine.
 *
 * @public
 */
export function machineCapacity(): MachineCapacity {
  return { cpuCores: availableParallelism(), memoryTotalMb: totalmem() / 2 ** 20 };
}
