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

import type { ResourceUsage } from './ResourceUsage.js';
import { sampleProcessTrees } from './sampleProcessTrees.js';

/** After so many failures in a row the last sample says nothing of now. */
const STALE_AFTER_FAILURES = 3;
/** A sample that takes longer than so many intervals has failed. */
const LONGEST_SAMPLE_INTERVALS = 3;

/**
 * What each process tree uses, by the pid of its root.
 *
 * @public
 */
export type UsageByRoot = ReadonlyMap<number, ResourceUsage>;

/**
 * What to measure and how often.
 *
 * @public
 */
export interface ResourceUsageOptions {
  /** The roots of the trees, asked for before every sample. */
  readonly rootPids: () => readonly number[];
  readonly intervalMs: number;
  /** Hears of a sample that failed; the next one is taken all the same. */
  readonly onError?: (error: unknown) => void;
  readonly sample?: (rootPids: readonly number[]) => Promise<UsageByRoot>;
  readonly scheduler?: SchedulerLike;
}

/**
 * Samples at once and then on the interval, never two at a time: a machine that is too busy is measured less often.
 *
 * @remarks
 * `undefined` = usage is unknown: three samples in a row have failed. One that takes three intervals has failed too.
 *
 * @public
 */
export function watchResourceUsage(options: ResourceUsageOptions): Observable<UsageByRoot | undefined> {
  const { rootPids, intervalMs, onError, sample = sampleProcessTrees, scheduler = asyncScheduler } = options;
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
