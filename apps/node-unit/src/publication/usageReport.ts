import { type ResourceUsage, sumUsage, type UsageByRoot } from '@node-unit/resource-usage';
import type { NodeUnitSettledUsage, PackageUsage } from '@node-unit/fleet';
import type { RunningInstance } from '@node-unit/supervisor';

/** The published values of one sample. */
export interface UsageReport {
  readonly total: ResourceUsage;
  readonly settled: NodeUnitSettledUsage;
}

/** A sample and its subject. */
export interface UsageSample {
  readonly usages: UsageByRoot;
  /** The agent itself. */
  readonly agent: { readonly pid: number; readonly startedAtMs: number };
  readonly instances: readonly RunningInstance[];
  readonly takenAtMs: number;
  readonly intervalMs: number;
}

/**
 * Evaluates a sample. A process has settled when it has been running for a full sampling interval; before that, its CPU
 * usage is that of its start. Daemons are counted with the agent, because they are not claimed.
 */
export function usageReport({ usages, agent, instances, takenAtMs, intervalMs }: UsageSample): UsageReport {
  const hasSettled = ({ pid, startedAtMs }: { pid: number; startedAtMs: number }): boolean =>
    usages.has(pid) && takenAtMs - startedAtMs >= intervalMs;
  const usageOf = ({ pid }: { pid: number }): ResourceUsage => usages.get(pid) ?? { cpuPercent: 0, memoryMb: 0 };
  const settled = instances.filter(hasSettled);
  const daemons = settled.filter(({ deployment }) => deployment.type === 'daemon');
  const packages: Record<string, PackageUsage> = {};
  for (const instance of settled.filter((each) => !daemons.includes(each))) {
    const { packageName } = instance.deployment;
    const before = packages[packageName] ?? { instances: 0, cpuPercent: 0, memoryMb: 0 };
    packages[packageName] = { instances: before.instances + 1, ...sumUsage([before, usageOf(instance)]) };
  }
  const base = hasSettled(agent) ? sumUsage([agent, ...daemons].map(usageOf)) : undefined;
  return { total: sumUsage(usages.values()), settled: { base, packages } };
}

/** The number of settled instances per package in a report; a change must be published. */
export function settledCounts({ settled }: UsageReport): string {
  const counts = Object.entries(settled.packages).map(([name, { instances }]) => `${name} ${instances}`);
  return [settled.base === undefined ? 'young' : 'settled', ...counts.sort()].join('\n');
}
