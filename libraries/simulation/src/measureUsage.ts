import type { NodeUnitResourceUsage, NodeUnitSettledUsage, PackageUsage } from '@node-unit/fleet';

import type { SimulatedNode } from './SimulationOptions.js';

/** A process that a node runs. */
export interface RunningInstance {
  readonly packageName: string;
  readonly startedMs: number;
  readonly cpuCores: number;
  readonly memoryMb: number;
}

/** What the node-unit itself uses, if the node does not say. */
export const OWN_USAGE = { cpuCores: 0.01, memoryMb: 60 };

/** The moment of a measurement, and how good it is. */
export interface Measuring {
  readonly nowMs: number;
  readonly samplingIntervalMs: number;
  /** 1 = exact; called once per number that is measured. */
  readonly noise: () => number;
}

/** What a measurement gives, as a node-unit publishes it. */
export interface Measurement {
  readonly resourceUsage: NodeUnitResourceUsage;
  readonly settledUsage: NodeUnitSettledUsage;
}

/**
 * Measures a node as a sampler would: CPU is the mean of the interval before, so a process that has just started shows
 * a part of what it will use; memory is that of the moment. Settled is what has run for the full interval.
 */
export function measureUsage(
  { capacity, base: { cpuCores, memoryMb } = OWN_USAGE }: SimulatedNode,
  instances: readonly RunningInstance[],
  { nowMs, samplingIntervalMs, noise }: Measuring,
): Measurement {
  const measure = (cpuCores: number, memoryMb: number): NodeUnitResourceUsage => ({
    cpuPercent: Math.min(100, ((cpuCores * noise()) / capacity.cpuCores) * 100),
    memoryMb: memoryMb * noise(),
  });
  const base = measure(cpuCores, memoryMb);
  const parts: NodeUnitResourceUsage[] = [base];
  const packages: Record<string, PackageUsage> = {};
  for (const { packageName, startedMs, ...uses } of instances) {
    const part = Math.min(1, (nowMs - startedMs) / samplingIntervalMs);
    const usage = measure(uses.cpuCores * part, uses.memoryMb);
    parts.push(usage);
    if (part === 1) packages[packageName] = addInstance(packages[packageName], usage);
  }
  return { resourceUsage: parts.reduce(add), settledUsage: { base, packages } };
}

function add(a: NodeUnitResourceUsage, b: NodeUnitResourceUsage): NodeUnitResourceUsage {
  return { cpuPercent: a.cpuPercent + b.cpuPercent, memoryMb: a.memoryMb + b.memoryMb };
}

function addInstance(sum: PackageUsage | undefined, usage: NodeUnitResourceUsage): PackageUsage {
  return sum ? { instances: sum.instances + 1, ...add(sum, usage) } : { instances: 1, ...usage };
}
