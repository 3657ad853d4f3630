import { asyncScheduler, defer, EMPTY, exhaustMap, type Observable, type SchedulerLike, timer, catchError } from 'rxjs';

import type { ResourceUsage } from './ResourceUsage.js';
import { sampleProcessTrees } from './sampleProcessTrees.js';

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
  readonly sample?: (rootPids: readonly number[]) => Promise<ResourceUsage>;
  readonly scheduler?: SchedulerLike;
}

/**
 * Samples at once and then on the interval, never two at a time: a machine that is too busy is measured less often.
 *
 * @public
 */
export function watchResourceUsage(options: ResourceUsageOptions): Observable<ResourceUsage> {
  const { rootPids, intervalMs, onError, sample = sampleProcessTrees, scheduler = asyncScheduler } = options;
  return timer(0, intervalMs, scheduler).pipe(
    exhaustMap(() =>
      defer(() => sample(rootPids())).pipe(
        catchError((error: unknown) => {
          onError?.(error);
          return EMPTY;
        }),
      ),
    ),
  );
}
