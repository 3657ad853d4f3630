import {
  asyncScheduler,
  catchError,
  defer,
  exhaustMap,
  filter,
  map,
  type Observable,
  of,
  scan,
  type SchedulerLike,
  timeout,
  timer,
} from 'rxjs';

import type { TreeUsage } from './ResourceUsage.js';
import { sampleProcessTrees } from './sampleProcessTrees.js';

/** Number of consecutive failures after which the last sample is considered stale. */
const STALE_AFTER_FAILURES = 3;
/** A sample fails if it takes longer than this number of intervals. */
const LONGEST_SAMPLE_INTERVALS = 3;

/**
 * The usage of each process tree, by the pid of its root.
 *
 * @public
 */
export type UsageByRoot = ReadonlyMap<number, TreeUsage>;

/**
 * Options of {@link watchResourceUsage}.
 *
 * @public
 */
export interface ResourceUsageOptions {
  /** Returns the roots of the trees; called before every sample. */
  readonly rootPids: () => readonly number[];
  readonly intervalMs: number;
  /** Called when a sample fails. Sampling continues. */
  readonly onError?: (error: unknown) => void;
  readonly sample?: (rootPids: readonly number[]) => Promise<UsageByRoot>;
  readonly scheduler?: SchedulerLike;
}

/**
 * Samples immediately and then on the interval. Samples never overlap; on a busy machine they are less frequent.
 *
 * @remarks
 * `undefined` = usage is unknown: three samples in a row have failed. One that takes three intervals has failed too.
 *
 * @public
 */
export function watchResourceUsage(options: ResourceUsageOptions): Observable<UsageByRoot | undefined> {
  const {
    rootPids,
    intervalMs,
    onError,
    sample = (pids) => sampleProcessTrees(pids),
    scheduler = asyncScheduler,
  } = options;
  return timer(0, intervalMs, scheduler).pipe(
    exhaustMap(() =>
      defer(() => sample(rootPids())).pipe(
        timeout({ first: intervalMs * LONGEST_SAMPLE_INTERVALS, scheduler }),
        catchError((error: unknown) => {
          onError?.(error);
          return of(undefined);
        }),
      ),
    ),
    scan(({ failures }, usage) => ({ usage, failures: usage ? 0 : failures + 1 }), {
      failures: 0,
      usage: undefined as UsageByRoot | undefined,
    }),
    filter(({ failures }) => failures === 0 || failures === STALE_AFTER_FAILURES),
    map(({ usage }) => usage),
  );
}
