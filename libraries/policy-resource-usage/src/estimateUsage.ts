import type { ClusterView, NodeUnit, NodeUnitCapacity, NodeUnitSettledUsage, PackageUsage } from '@node-unit/scheduler';

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

/** What an instance of a package is expected to use. */
export type Estimate = (packageName: string) => InstanceUsage;

/**
 * What instances that are not in the measurements yet are counted with: the mean of what the cluster has measured of the
 * package, else of all packages, else {@link ASSUMED}; never less than {@link LEAST}. Pure.
 */
export function estimateUsage({ nodeUnits }: Pick<ClusterView, 'nodeUnits'>): Estimate {
  const known = new Map<string, InstanceUsage>();
  let ofAll: InstanceUsage | undefined;
  const ofOthers = (): InstanceUsage => (ofAll ??= meanOf(nodeUnits, (packages) => Object.values(packages)) ?? ASSUMED);
  return (packageName) => {
    const before = known.get(packageName);
    if (before) return before;
    const estimate = meanOf(nodeUnits, (packages) => ofPackage(packages, packageName)) ?? ofOthers();
    known.set(packageName, estimate);
    return estimate;
  };
}

/** {@link estimateUsage} that works out again only what has changed since the question before. */
export function rememberEstimates(): (nodeUnits: readonly NodeUnit[]) => Estimate {
  const known = new WeakMap<readonly NodeUnit[], Estimate>();
  return (nodeUnits) => {
    const estimate = known.get(nodeUnits) ?? estimateUsage({ nodeUnits });
    known.set(nodeUnits, estimate);
    return estimate;
  };
}

type Packages = NodeUnitSettledUsage['packages'];

const NONE: readonly PackageUsage[] = [];

function ofPackage(packages: Packages, packageName: string): readonly PackageUsage[] {
  const usage = Object.hasOwn(packages, packageName) ? packages[packageName] : undefined;
  return usage ? [usage] : NONE;
}

/** Of the measured instances that are chosen; undefined if there are none. */
function meanOf(
  nodeUnits: readonly NodeUnit[],
  choose: (packages: Packages) => readonly PackageUsage[],
): InstanceUsage | undefined {
  const sum = { instances: 0, cpuCores: 0, memoryMb: 0 };
  for (const { capacity, settledUsage } of nodeUnits) {
    if (!capacity || !settledUsage) continue;
    for (const { instances, cpuPercent, memoryMb } of choose(settledUsage.packages)) {
      sum.instances += instances;
      sum.cpuCores += coresOf(cpuPercent, capacity);
      sum.memoryMb += memoryMb;
    }
  }
  if (sum.instances === 0) return undefined;
  return {
    cpuCores: Math.max(LEAST.cpuCores, sum.cpuCores / sum.instances),
    memoryMb: Math.max(LEAST.memoryMb, sum.memoryMb / sum.instances),
  };
}

function coresOf(cpuPercent: number, { cpuCores }: NodeUnitCapacity): number {
  return (cpuPercent / 100) * cpuCores;
}
