import pidtree from 'pidtree';
import pidusage from 'pidusage';

import { machineCapacity } from './machineCapacity.js';
import { processTrees } from './processTrees.js';
import type { ResourceUsage, TreeUsage } from './ResourceUsage.js';
import { sumUsage } from './sumUsage.js';

/** Every process of the machine. */
const EVERYTHING = -1;

/**
 * Measures the given processes and all their descendants, by root. A process below two roots counts for the nearer
 * one; a root that has exited is missing.
 *
 * @remarks
 * `cpuPercent` is what was used since the sample before; a process that is new counts from the next sample on.
 * `cpuTimesMs` has everything.
 *
 * @param cpuCores - What 100 percent are. Default: what this process may use.
 *
 * @throws Error if the processes of the machine cannot be listed
 *
 * @public
 */
export async function sampleProcessTrees(
  rootPids: readonly number[],
  cpuCores: number = machineCapacity().cpuCores,
): Promise<ReadonlyMap<number, TreeUsage>> {
  const links = await pidtree(EVERYTHING, { advanced: true });
  const trees = processTrees(links, rootPids);
  const pids = [...trees.values()].flat();
  const usages = pids.length === 0 ? {} : await measure(pids);
  const usageOf = (pid: number): ResourceUsage => {
    const { cpu = 0, memory = 0 } = usages[pid] ?? {};
    return { cpuPercent: cpu / cpuCores, memoryMb: memory / 2 ** 20 };
  };
  const cpuTimesOf = (tree: readonly number[]): ReadonlyMap<number, number> =>
    new Map(tree.flatMap((pid) => (usages[pid] ? [[pid, usages[pid].ctime]] : [])));
  return new Map(
    [...trees].map(([root, tree]) => [root, { ...sumUsage(tree.map(usageOf)), cpuTimesMs: cpuTimesOf(tree) }]),
  );
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
