import type { NodeUnit, NodeUnitSettledUsage, PackageUsage } from '@node-unit/scheduler';

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
 * package, else of all packages, else {@link ASSUMED}; never less than {@link LEAST}.
 *
 * @remarks
 * From one list of node-units to the next, only those are read again that are not the same objects at the same place.
 */
export function rememberEstimates(): (nodeUnits: readonly NodeUnit[]) => Estimate {
  let last = estimatesOf([], { nodeUnits: [], measured: new Map() });
  return (nodeUnits) => {
    if (nodeUnits !== last.nodeUnits) last = estimatesOf(nodeUnits, last);
    return last.estimate;
  };
}

/** What each node-unit of a list has measured, at its place, of one package or of all of them. */
interface Measurements {
  readonly nodeUnits: readonly NodeUnit[];
  readonly measured: ReadonlyMap<PackageKey, readonly Measured[]>;
}

const ALL_PACKAGES = Symbol('all packages');

type PackageKey = string | typeof ALL_PACKAGES;

type Measured = InstanceUsage & { readonly instances: number };

function estimatesOf(
  nodeUnits: readonly NodeUnit[],
  // Not as a whole: the estimate of each list would keep that of the one before.
  { nodeUnits: nodeUnitsBefore, measured: measuredBefore }: Measurements,
): Measurements & { readonly estimate: Estimate } {
  const measured = new Map<PackageKey, readonly Measured[]>();
  const means = new Map<PackageKey, InstanceUsage | undefined>();
  const meanOf = (key: PackageKey): InstanceUsage | undefined => {
    if (means.has(key)) return means.get(key);
    const before = measuredBefore.get(key) ?? [];
    const present = nodeUnits.map(
      (nodeUnit, place) =>
        (nodeUnit === nodeUnitsBefore[place] ? before[place] : undefined) ?? measuredBy(nodeUnit, key),
    );
    const mean = meanUsage(present);
    measured.set(key, present);
    means.set(key, mean);
    return mean;
  };
  return { nodeUnits, measured, estimate: (packageName) => meanOf(packageName) ?? meanOf(ALL_PACKAGES) ?? ASSUMED };
}

const NOTHING: Measured = { instances: 0, cpuCores: 0, memoryMb: 0 };

function measuredBy({ capacity, settledUsage }: NodeUnit, key: PackageKey): Measured {
  if (!capacity || !settledUsage) return NOTHING;
  return chosen(settledUsage.packages, key).reduce(
    (sum, { instances, cpuPercent, memoryMb }) => ({
      instances: sum.instances + instances,
      cpuCores: sum.cpuCores + (cpuPercent / 100) * capacity.cpuCores,
      memoryMb: sum.memoryMb + memoryMb,
    }),
    NOTHING,
  );
}

function chosen(packages: NodeUnitSettledUsage['packages'], key: PackageKey): readonly PackageUsage[] {
  if (key === ALL_PACKAGES) return Object.values(packages);
  const usage = Object.hasOwn(packages, key) ? packages[key] : undefined;
  return usage ? [usage] : [];
}

/** Of one instance; undefined if none was measured. */
function meanUsage(measured: readonly Measured[]): InstanceUsage | undefined {
  let [instances, cpuCores, memoryMb] = [0, 0, 0];
  for (const each of measured) {
    instances += each.instances;
    cpuCores += each.cpuCores;
    memoryMb += each.memoryMb;
  }
  if (instances === 0) return undefined;
  return {
    cpuCores: Math.max(LEAST.cpuCores, cpuCores / instances),
    memoryMb: Math.max(LEAST.memoryMb, memoryMb / instances),
  };
}
