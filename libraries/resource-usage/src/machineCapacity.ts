import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

import { cgroupLimits } from './cgroupLimits.js';

/**
 * What a node-unit may use of its machine.
 *
 * @public
 */
export interface MachineCapacity {
  /** A fraction if a control group allows a part of a core. */
  readonly cpuCores: number;
  /** MB of 2^20 bytes. */
  readonly memoryTotalMb: number;
}

/**
 * What this process may use: the machine, or less if its control groups (versions 1 and 2) allow less.
 *
 * @param overrides - Replaces what is found out.
 *
 * @public
 */
export function machineCapacity(overrides: Partial<MachineCapacity> = {}): MachineCapacity {
  const limits = cgroupLimits(readText);
  const { cpuCores, memoryTotalMb } = overrides;
  return {
    cpuCores: cpuCores ?? Math.min(availableParallelism(), limits.cpuCores ?? Number.POSITIVE_INFINITY),
    memoryTotalMb: memoryTotalMb ?? Math.min(totalmem() / 2 ** 20, limits.memoryMb ?? Number.POSITIVE_INFINITY),
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
