import type { ClusterView, NodeUnit, NodeUnitCapacity } from '@node-unit/scheduler';

/** What one instance uses, whatever the machine: so it can be carried from one node-unit to another. */
export interface InstanceUsage {
  readonly cpuCores: number;
  readonly memoryMb: number;
}

/** Estimate for an instance while nothing has been measured. */
export const ASSUMED: InstanceUsage = { cpuCores: 0.25, memoryMb: 128 };

/**
 * The least that an instance is taken for until it is measured. More than the noise of an idle machine, so that a burst
 * of idle deployments spreads as well.
 */
export const LEAST: InstanceUsage = { cpuCores: 0.05, memoryMb: 16 };

interface Sum extends InstanceUsage {
  readonly instances: number;
}

const NOTHING: Sum = { instances: 0, cpuCores: 0, memoryMb: 0 };

/** What an instance of a package is expected to use. */
export type Estimate = (packageName: string) => InstanceUsage;

/**
 * What instances that are not in the measurements yet are counted with: the mean of what the cluster has measured of the
 * package, else of all packages, else {@link ASSUMED}; never less than {@link LEAST}. Pure.
 */
export function estimateUsage({ nodeUnits }: Pick<ClusterView, 'nodeUnits'>): Estimate {
  const byPackage = new Map<string, Sum>();
  let all = NOTHING;
  for (const [packageName, usage] of nodeUnits.flatMap(measuredPackages)) {
    byPackage.set(packageName, add(byPackage.get(packageName) ?? NOTHING, usage));
    all = add(all, usage);
  }
  return (packageName) => meanOf(byPackage.get(packageName)) ?? meanOf(all) ?? ASSUMED;
}

function measuredPackages({ capacity, settledUsage }: NodeUnit): readonly (readonly [string, Sum])[] {
  if (!capacity || !settledUsage) return [];
  return Object.entries(settledUsage.packages).map(([packageName, { instances, cpuPercent, memoryMb }]) => {
    return [packageName, { instances, cpuCores: coresOf(cpuPercent, capacity), memoryMb }] as const;
  });
}

function coresOf(cpuPercent: number, { cpuCores }: NodeUnitCapacity): number {
  return (cpuPercent / 100) * cpuCores;
}

function add(a: Sum, b: Sum): Sum {
  return {
    instances: a.instances + b.instances,
    cpuCores: a.cpuCores + b.cpuCores,
    memoryMb: a.memoryMb + b.memoryMb,
  };
}

function meanOf(sum: Sum | undefined): InstanceUsage | undefined {
  if (!sum || sum.instances === 0) return undefined;
  return {
    cpuCores: Math.max(LEAST.cpuCores, sum.cpuCores / sum.instances),
    memoryMb: Math.max(LEAST.memoryMb, sum.memoryMb / sum.instances),
  };
}
