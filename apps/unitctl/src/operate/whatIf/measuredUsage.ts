import type { NodeUnit } from '@node-unit/scheduler';

/** What one process uses, in cores of whatever machine. */
export interface InstanceUsage {
  readonly cpuCores: number;
  readonly memoryMb: number;
}

/** What was measured of processes that have run for a while: their means. */
export interface MeasuredUsage {
  readonly packages: ReadonlyMap<string, InstanceUsage>;
  /** Of all instances; `undefined` if nothing was measured. */
  readonly mean: InstanceUsage | undefined;
}

interface Sum extends InstanceUsage {
  readonly instances: number;
}

const NOTHING: Sum = { instances: 0, cpuCores: 0, memoryMb: 0 };

/** What the instances of each package use, by what all node-units publish. Pure. */
export function measuredUsage(nodeUnits: readonly Pick<NodeUnit, 'capacity' | 'settledUsage'>[]): MeasuredUsage {
  const sums = new Map<string, Sum>();
  for (const { capacity, settledUsage } of nodeUnits) {
    if (!capacity) continue;
    for (const [name, { instances, cpuPercent, memoryMb }] of Object.entries(settledUsage?.packages ?? {})) {
      const measured = { instances, cpuCores: (cpuPercent / 100) * capacity.cpuCores, memoryMb };
      sums.set(name, add(sums.get(name) ?? NOTHING, measured));
    }
  }
  const packages = [...sums].flatMap(([name, sum]) => {
    const mean = meanOf(sum);
    return mean ? [[name, mean] as const] : [];
  });
  return { packages: new Map(packages), mean: meanOf([...sums.values()].reduce(add, NOTHING)) };
}

function add(one: Sum, other: Sum): Sum {
  return {
    instances: one.instances + other.instances,
    cpuCores: one.cpuCores + other.cpuCores,
    memoryMb: one.memoryMb + other.memoryMb,
  };
}

function meanOf({ instances, cpuCores, memoryMb }: Sum): InstanceUsage | undefined {
  return instances === 0 ? undefined : { cpuCores: cpuCores / instances, memoryMb: memoryMb / instances };
}
