import { leaseEndMs } from '@node-unit/deployment';

/** A run that must end in time. */
export interface GuardedRun {
  readonly runId: string;
  readonly deploymentId: string;
  readonly exclusiveMs: number;
}

/**
 * How long exclusive runs may go on, see `leaseEndMs` of `@node-unit/deployment`. Pure.
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
  return leaseEndMs(provenMs, exclusiveMs);
}

export function expiredRuns(book: LeaseBook, nowMs: number): readonly GuardedRun[] {
  return [...book.runs.values()].filter((run) => deadlineMs(book, run) <= nowMs);
}

/** When the next run expires; undefined if there is none. */
export function nextDeadlineMs(book: LeaseBook): number | undefined {
  const deadlines = [...book.runs.values()].map((run) => deadlineMs(book, run));
  return deadlines.length === 0 ? undefined : Math.min(...deadlines);
}
