import pidtree from 'pidtree';
import pidusage from 'pidusage';

import type { ProcessTable, ProcessUsage } from './ProcessTable.js';

/** Every process of the machine. */
const EVERYTHING = -1;

/** By the programs that the operating system has for it, such as `ps`. */
export async function libraryTable(): Promise<ProcessTable> {
  return { links: await pidtree(EVERYTHING, { advanced: true }), usagesOf };
}

async function usagesOf(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>> {
  const usages = new Map<number, ProcessUsage>();
  if (pids.length === 0) return usages;
  for (const [pid, measured] of Object.entries(await measure(pids))) {
    if (measured === null) continue;
    const { cpu, memory, ctime } = measured;
    usages.set(Number(pid), { cpuPercent: cpu, memoryMb: memory / 2 ** 20, cpuTimeMs: ctime });
  }
  return usages;
}

interface Measured {
  readonly cpu: number;
  readonly memory: number;
  readonly ctime: number;
}

/** `pidusage` gives null for a process that has ended meanwhile, and an error if all have. */
function measure(pids: readonly number[]): Promise<Readonly<Record<string, Measured | null>>> {
  return pidusage([...pids]).catch(() => ({}));
}
