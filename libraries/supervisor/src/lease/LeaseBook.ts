/** A run that must end in time. */
export interface GuardedRun {
  readonly runId: string;
  readonly deploymentId: string;
  readonly exclusiveMs: number;
}

/**
 * How long exclusive runs may go on. Pure.
 *
 * @remarks
 * Why two copies never run at the same time, whatever the network does:
 *
 * 1. The host answers only a terminal that it lists. So an answered request proves that this node-unit was listed at
 *    some moment after the request was sent. A run ends `exclusiveMs` after the sending of the last such request, by
 *    the monotonic clock of this machine; this keeper is a process of its own, so it ends it also if the agent hangs.
 * 2. Another node-unit releases the deployment only when the node-unit has been missing from its list without
 *    interruption for `exclusiveMs` and a margin, by its own monotonic clock, up to the sending of a request that the host
 *    has answered since: all events before that have arrived. So the last proof is older than `exclusiveMs` and the margin.
 * 3. The margin covers clocks whose rates differ by one percent, and the time that killing takes.
 * 4. A release names the claim epoch. A node-unit starts an exclusive deployment only under an epoch that it has itself
 *    obtained (by a claim or a renewal) and has proven its membership for ever since, with no gap longer than
 *    `exclusiveMs`. After a gap or a restart it needs a new epoch, so a release that was decided in the gap and arrives
 *    late changes nothing.
 *
 * Beyond this is a machine that is frozen as a whole, keeper included, and wakes up: then the epoch is the fencing token.
 */
export interface LeaseBook {
  readonly provenMs: number;
  readonly runs: ReadonlyMap<string, GuardedRun>;
}

export const NO_LEASES: LeaseBook = { provenMs: Number.NEGATIVE_INFINITY, runs: new Map() };

export function withProof(book: LeaseBook, askedMs: number): LeaseBook {
  return { ...book, provenMs: Math.max(book.provenMs, askedMs) };
}

export function withRun(book: LeaseBook, run: GuardedRun): LeaseBook {
  return { ...book, runs: new Map([...book.runs, [run.runId, run]]) };
}

export function withoutRun(book: LeaseBook, runId: string): LeaseBook {
  return { ...book, runs: new Map([...book.runs].filter(([id]) => id !== runId)) };
}

export function deadlineMs({ provenMs }: LeaseBook, { exclusiveMs }: Pick<GuardedRun, 'exclusiveMs'>): number {
  return provenMs + exclusiveMs;
}

export function expiredRuns(book: LeaseBook, nowMs: number): readonly GuardedRun[] {
  return [...book.runs.values()].filter((run) => deadlineMs(book, run) <= nowMs);
}

/** When the next run expires; undefined if there is none. */
export function nextDeadlineMs(book: LeaseBook): number | undefined {
  const deadlines = [...book.runs.values()].map((run) => deadlineMs(book, run));
  return deadlines.length === 0 ? undefined : Math.min(...deadlines);
}
