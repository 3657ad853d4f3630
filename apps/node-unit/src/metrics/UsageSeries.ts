import type { ResourceUsage, UsageByRoot } from '@node-unit/resource-usage';
import type { RunningInstance } from '@node-unit/supervisor';

/** A sample of the usage of all processes, and what ran then. */
export interface UsageSampled {
  readonly usages: UsageByRoot;
  readonly instances: readonly RunningInstance[];
  readonly takenAtMs: number;
}

/** What a process has used. */
export interface ProcessUsage extends ResourceUsage {
  readonly instance: RunningInstance;
  /** Since its start, of all cores. */
  readonly cpuSeconds: number;
}

interface Sampled extends ProcessUsage {
  readonly takenAtMs: number;
}

/** Adds up the samples of the processes that run. */
export class UsageSeries {
  readonly #cpuCores: number;
  #byPid: ReadonlyMap<number, Sampled> = new Map();

  public constructor(cpuCores: number) {
    this.#cpuCores = cpuCores;
  }

  /** `undefined` = usage cannot be measured any more. */
  public observe(sample: UsageSampled | undefined): void {
    const { usages, instances, takenAtMs } = sample ?? NOTHING;
    const next = new Map<number, Sampled>();
    for (const instance of instances) {
      const usage = usages.get(instance.pid);
      const before = this.#of(instance);
      if (usage === undefined) continue;
      // CPU is what was used since the sample before, or since the start.
      const seconds = Math.max(0, takenAtMs - (before?.takenAtMs ?? instance.startedAtMs)) / 1_000;
      const used = (usage.cpuPercent / 100) * this.#cpuCores * seconds;
      next.set(instance.pid, { ...usage, instance, takenAtMs, cpuSeconds: (before?.cpuSeconds ?? 0) + used });
    }
    this.#byPid = next;
  }

  /** Of these processes, those that have been sampled. */
  public of(instances: readonly RunningInstance[]): readonly ProcessUsage[] {
    return instances.map((instance) => this.#of(instance)).filter((usage) => usage !== undefined);
  }

  /** Another process may have got the same pid. */
  #of({ pid, startedAtMs }: RunningInstance): Sampled | undefined {
    const sampled = this.#byPid.get(pid);
    return sampled?.instance.startedAtMs === startedAtMs ? sampled : undefined;
  }
}

const NOTHING: UsageSampled = { usages: new Map(), instances: [], takenAtMs: 0 };
