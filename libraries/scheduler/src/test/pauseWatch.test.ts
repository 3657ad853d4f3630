import { InMemoryDeploymentStore } from '@node-unit/deployment';
import { BehaviorSubject, type SchedulerLike, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { PauseWatch } from '../round/PauseWatch.js';
import { deployment, settled } from './builders.js';
import { virtualRounds } from './virtualRounds.js';

/** Time that can jump, as it does for a program that was paused. */
class JumpyTime extends VirtualTimeScheduler {
  public jumpedMs = 0;

  public override now: () => number = () => this.frame + this.jumpedMs;
}

function pauseAt(time: JumpyTime, atMs: number, forMs: number): void {
  time.schedule(() => (time.jumpedMs += forMs), atMs);
}

describe(PauseWatch.name, () => {
  it('notices a pause by whoever asks first, for 2 s, and tells when it is caught up', () => {
    const time = new JumpyTime();
    const clock: SchedulerLike = time;
    const watch = new PauseWatch(clock);
    const caughtUp: number[] = [];
    const said: boolean[] = [];
    pauseAt(time, 1_500, 5_000);
    watch.caughtUp$.subscribe(() => caughtUp.push(time.frame));
    for (const atMs of [1_400, 1_600, 3_500, 3_700]) time.schedule(() => said.push(watch.wasPaused()), atMs);
    time.maxFrames = 10_000;
    time.flush();
    expect(said).toEqual([false, true, true, false]);
    expect(caughtUp).toEqual([4_000]);
  });

  it('does not take a delay of 2 s for a pause', () => {
    const time = new JumpyTime();
    const watch = new PauseWatch(time);
    const said: boolean[] = [];
    watch.caughtUp$.subscribe();
    pauseAt(time, 1_500, 2_000);
    time.schedule(() => said.push(watch.wasPaused()), 1_600);
    time.maxFrames = 5_000;
    time.flush();
    expect(said).toEqual([false]);
  });

  it('keeps a round from concluding anything from what is heard first', async () => {
    const rows = new InMemoryDeploymentStore([deployment('1', { address: 'x' })]);
    const membership$ = new BehaviorSubject(settled('a', 'x'));
    const scheduler = new JumpyTime();
    scheduler.schedule(() => {
      scheduler.jumpedMs += 10_000;
      membership$.next(settled('a'));
    }, 1_500);
    scheduler.schedule(() => membership$.next(settled('a', 'x')), 2_000);
    const outcomes = await virtualRounds({ rows, membership$, scheduler, intervalMs: 500, forMs: 5_000 });
    expect(outcomes.flatMap(({ lostAddresses }) => lostAddresses)).toEqual([]);
    const reasons = outcomes.flatMap(({ result }) => (result.kind === 'skipped' ? [result.reason] : []));
    expect(reasons).toContain('membership_unsettled');
    expect(reasons.at(-1)).toBe('no_candidate');
  });
});
