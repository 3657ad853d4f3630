/** A moment at which a process of a deployment was running, by the monotonic clock that all processes share. */
export interface Sighting {
  readonly deploymentId: string;
  readonly claimEpoch: number;
  readonly pid: number;
  readonly atMs: number;
}

/** From the first to the last moment at which a process was seen. */
export interface Run {
  readonly deploymentId: string;
  readonly claimEpoch: number;
  readonly pid: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The processes that were seen, in the order in which they began. Pure. */
export function runsOf(sightings: readonly Sighting[]): readonly Run[] {
  const runs = new Map<string, Run>();
  for (const { deploymentId, claimEpoch, pid, atMs } of sightings) {
    const key = `${deploymentId} ${claimEpoch} ${pid}`;
    const known = runs.get(key) ?? { deploymentId, claimEpoch, pid, fromMs: atMs, toMs: atMs };
    runs.set(key, { ...known, fromMs: Math.min(known.fromMs, atMs), toMs: Math.max(known.toMs, atMs) });
  }
  return [...runs.values()].sort((left, right) => left.fromMs - right.fromMs);
}

/** A process and the next one of the same deployment: how long both ran, or how long none did. */
export interface Handover {
  readonly deploymentId: string;
  /** When the next one began. */
  readonly atMs: number;
  readonly overlapMs: number;
  readonly gapMs: number;
}

/** Pure. */
export function handoversOf(runs: readonly Run[]): readonly Handover[] {
  return runs.flatMap((next) => {
    const before = runs.filter(
      ({ deploymentId, fromMs }) => deploymentId === next.deploymentId && fromMs < next.fromMs,
    );
    if (before.length === 0) return [];
    const lastMs = Math.max(...before.map(({ toMs }) => toMs));
    const { deploymentId, fromMs: atMs } = next;
    return [{ deploymentId, atMs, overlapMs: Math.max(0, lastMs - atMs), gapMs: Math.max(0, atMs - lastMs) }];
  });
}

/** The least, the median and the most of some numbers, rounded. Pure. */
export function spread(values: readonly number[]): {
  readonly min: number;
  readonly median: number;
  readonly max: number;
} {
  const sorted = [...values].sort((left, right) => left - right).map(Math.round);
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}
