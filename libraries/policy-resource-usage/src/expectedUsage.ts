import {
  countByPackage,
  type Deployment,
  type NodeUnit,
  type NodeUnitCapacity,
  type NodeUnitResourceUsage,
} from '@node-unit/scheduler';

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
export function expectedUsage({ measured, waiting }: Accounts, estimate: Estimate): ExpectedUsage {
  if (measured.kind === 'unknown') return measured;
  const { capacity } = measured;
  let { cpuPercent, memoryMb } = measured.usage;
  let estimated = 0;
  for (const { packageName, count } of waiting) {
    const share = shareOf(estimate(packageName), capacity);
    cpuPercent += share.cpuPercent * count;
    memoryMb += share.memoryMb * count;
    estimated += count;
  }
  return { kind: 'known', capacity, usage: { cpuPercent, memoryMb }, estimated };
}

/** What is known of a node-unit, and what of its deployments is not in that. */
export interface Accounts {
  readonly measured: Measured;
  readonly waiting: readonly { readonly packageName: string; readonly count: number }[];
}

type Measured =
  | { readonly kind: 'known'; readonly capacity: NodeUnitCapacity; readonly usage: NodeUnitResourceUsage }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Divides what a node-unit holds into what was measured and what was not. Pure. */
export function accountsOf(nodeUnit: NodeUnit, held: readonly Deployment[]): Accounts {
  const { capacity, resourceUsage, settledUsage } = nodeUnit;
  if (!resourceUsage) return unknown('its resource usage is unknown');
  if (!capacity) return unknown('its capacity is unknown');
  const { base, packages } = settledUsage ?? { base: resourceUsage, packages: {} };
  if (!base) return unknown('it has just started and was not measured long enough');
  const usage = total([base, ...Object.values(packages)]);
  return { measured: { kind: 'known', capacity, usage }, waiting: notMeasured(held, packages) };
}

function unknown(reason: string): Accounts {
  return { measured: { kind: 'unknown', reason }, waiting: [] };
}

/** What an instance uses of this machine. */
export function shareOf({ cpuCores, memoryMb }: InstanceUsage, capacity: NodeUnitCapacity): NodeUnitResourceUsage {
  return { cpuPercent: (cpuCores / capacity.cpuCores) * 100, memoryMb };
}

/** How many are held beyond what was measured, by package. */
function notMeasured(
  held: readonly Deployment[],
  measured: Readonly<Record<string, { readonly instances: number }>>,
): readonly { readonly packageName: string; readonly count: number }[] {
  return [...countByPackage(held)].flatMap(([packageName, heldCount]) => {
    const settled = Object.hasOwn(measured, packageName) ? (measured[packageName]?.instances ?? 0) : 0;
    return heldCount > settled ? [{ packageName, count: heldCount - settled }] : [];
  });
}

function total(usages: readonly NodeUnitResourceUsage[]): NodeUnitResourceUsage {
  return {
    cpuPercent: usages.reduce((sum, usage) => sum + usage.cpuPercent, 0),
    memoryMb: usages.reduce((sum, usage) => sum + usage.memoryMb, 0),
  };
}
