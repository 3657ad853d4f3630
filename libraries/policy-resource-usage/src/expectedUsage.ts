import type { Deployment, NodeUnit, NodeUnitCapacity, NodeUnitResourceUsage } from '@node-unit/scheduler';

import type { Estimate, InstanceUsage } from './estimateUsage.js';

/** What a node-unit is going to use with what it holds, or why that is unknown. */
export type ExpectedUsage =
  | {
      readonly kind: 'known';
      readonly capacity: NodeUnitCapacity;
      readonly usage: NodeUnitResourceUsage;
      /** How many of its deployments are counted by an estimate. */
      readonly estimated: number;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The measurements, plus an estimate for every deployment that it holds and that is not in them yet. Pure.
 *
 * @remarks
 * Of a node-unit that does not say what it has measured of which package, any of its deployments may be missing in its
 * total; all of them are counted on top, because what is unknown must not look attractive.
 */
export function expectedUsage(nodeUnit: NodeUnit, held: readonly Deployment[], estimate: Estimate): ExpectedUsage {
  const { capacity, resourceUsage, settledUsage } = nodeUnit;
  if (!resourceUsage) return { kind: 'unknown', reason: 'its resource usage is unknown' };
  if (!capacity) return { kind: 'unknown', reason: 'its capacity is unknown' };
  const { base, packages } = settledUsage ?? { base: resourceUsage, packages: {} };
  if (!base) return { kind: 'unknown', reason: 'it has just started and was not measured long enough' };

  const waiting = notMeasured(held, packages);
  const measured = [base, ...Object.values(packages)];
  const estimates = waiting.map((packageName) => shareOf(estimate(packageName), capacity));
  return { kind: 'known', capacity, usage: total([...measured, ...estimates]), estimated: waiting.length };
}

/** What an instance uses of this machine. */
export function shareOf({ cpuCores, memoryMb }: InstanceUsage, capacity: NodeUnitCapacity): NodeUnitResourceUsage {
  return { cpuPercent: (cpuCores / capacity.cpuCores) * 100, memoryMb };
}

/** The packages of what is held beyond what was measured, one name for each instance. */
function notMeasured(
  held: readonly Deployment[],
  measured: Readonly<Record<string, { readonly instances: number }>>,
): readonly string[] {
  const left = new Map(Object.entries(measured).map(([name, { instances }]) => [name, instances]));
  return held.flatMap(({ packageName }) => {
    const count = left.get(packageName) ?? 0;
    left.set(packageName, count - 1);
    return count > 0 ? [] : [packageName];
  });
}

function total(usages: readonly NodeUnitResourceUsage[]): NodeUnitResourceUsage {
  return {
    cpuPercent: usages.reduce((sum, usage) => sum + usage.cpuPercent, 0),
    memoryMb: usages.reduce((sum, usage) => sum + usage.memoryMb, 0),
  };
}
