import { machineCapacity } from './machineCapacity.js';
import type { ResourceUsage, TreeUsage } from './ResourceUsage.js';
import { sumUsage } from './sumUsage.js';
import type { ProcessTable, ProcessUsage } from './table/ProcessTable.js';
import { processTrees } from './table/processTrees.js';
import { PROC_UNITS, procTable } from './table/procTable.js';

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
  const table = await readTable();
  const trees = processTrees(table.links, rootPids);
  const usages = await table.usagesOf([...trees.values()].flat());
  return new Map([...trees].map(([root, tree]) => [root, treeUsage(tree, usages, cpuCores)]));
}

/** The libraries are loaded where they are needed. */
async function readTable(): Promise<ProcessTable> {
  if (PROC_UNITS !== undefined) return procTable(PROC_UNITS);
  const { libraryTable } = await import('./table/libraryTable.js');
  return libraryTable();
}

function treeUsage(tree: readonly number[], usages: ReadonlyMap<number, ProcessUsage>, cpuCores: number): TreeUsage {
  const known = tree.flatMap((pid) => {
    const usage = usages.get(pid);
    return usage === undefined ? [] : [{ pid, ...usage }];
  });
  const shares = known.map(({ cpuPercent, memoryMb }): ResourceUsage => ({
    cpuPercent: cpuPercent / cpuCores,
    memoryMb,
  }));
  return { ...sumUsage(shares), cpuTimesMs: new Map(known.map(({ pid, cpuTimeMs }) => [pid, cpuTimeMs])) };
}
