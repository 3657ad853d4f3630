import type { TreeUsage, UsageByRoot } from '@node-unit/resource-usage';
import type { RunningInstance } from '@node-unit/supervisor';

/** A sample of the usage of all processes, and what ran then. */
export interface UsageSampled {
  readonly usages: UsageByRoot;
  readonly instances: readonly RunningInstance[];
}

/** What a process has used. */
export interface ProcessUsage extends TreeUsage {
  readonly instance: RunningInstance;
  /** Of itself and all that descend from it, those that have ended included. */
  readonly cpuSeconds: number;
}

/** Adds up the samples of the processes that run. */
export class UsageSeries {
  #byPid: ReadonlyMap<number, ProcessUsage> = new Map();

  /** `undefined` = usage cannot be measured any more. */
  public observe(sample: UsageSampled | undefined): void {
    const { usages, instances } = sample ?? NOTHING;
    const next = new Map<number, ProcessUsage>();
    for (const instance of instances) {
      const usage = usages.get(instance.pid);
      if (usage !== undefined) next.set(instance.pid, added(this.#of(instance), usage, instance));
    }
    this.#byPid = next;
  }

  /** Of these processes, those that have been sampled. */
  public of(instances: readonly RunningInstance[]): readonly ProcessUsage[] {
    return instances.map((instance) => this.#of(instance)).filter((usage) => usage !== undefined);
  }

  /** Another process may have got the same pid. */
  #of({ pid, startedAtMs }: RunningInstance): ProcessUsage | undefined {
    const sampled = this.#byPid.get(pid);
    return sampled?.instance.startedAtMs === startedAtMs ? sampled : undefined;
  }
}

function added(before: ProcessUsage | undefined, usage: TreeUsage, instance: RunningInstance): ProcessUsage {
  const cpuSeconds = (before?.cpuSeconds ?? 0) + usedSince(before, usage);
  // A sample that knows no time is no reason to count the next one from the start.
  const { cpuTimesMs = NO_TIMES } = usage.cpuTimesMs?.size ? usage : (before ?? usage);
  return { ...usage, cpuTimesMs, instance, cpuSeconds };
}

/** In seconds. A process whose time is less than before is another one with the same pid. */
function usedSince(before: TreeUsage | undefined, { cpuTimesMs = NO_TIMES }: TreeUsage): number {
  let usedMs = 0;
  for (const [pid, timeMs] of cpuTimesMs) {
    const beforeMs = before?.cpuTimesMs?.get(pid) ?? 0;
    usedMs += timeMs >= beforeMs ? timeMs - beforeMs : timeMs;
  }
  return usedMs / 1_000;
}

const NO_TIMES: ReadonlyMap<number, number> = new Map();
const NOTHING: UsageSampled = { usages: new Map(), instances: [] };
