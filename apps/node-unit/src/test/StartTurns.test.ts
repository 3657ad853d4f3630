import type { PlannedRound } from '@node-unit/scheduler';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { StartTurns } from '../rounds/StartTurns.js';

function planOf(queued: number): Pick<PlannedRound, 'plan'> {
  const candidates = Array.from({ length: queued });
  return { plan: { kind: 'act', candidates } as unknown as PlannedRound['plan'] };
}

describe(StartTurns.name, () => {
  let turns = new StartTurns();
  let started: string[] = [];
  const see = (...lengths: readonly number[]): void => lengths.forEach((queued) => turns.onPlan(planOf(queued)));
  const never = new AbortController().signal;
  const start = (name: string, signal = never): void => void turns.next(signal).then(() => started.push(name));
  /** Lets pass what is due within so many milliseconds. */
  const after = async (durationMs: number): Promise<readonly string[]> => {
    await vi.advanceTimersByTimeAsync(durationMs);
    for (let times = 0; times < 10; times += 1) await turn();
    return started;
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    turns = new StartTurns();
    started = [];
  });
  afterEach(() => void vi.useRealTimers());

  it('start at once when nothing is queued', async () => {
    ['a', 'b', 'c'].forEach((name) => start(name));
    expect(await after(0)).toEqual(['a', 'b', 'c']);
  });

  it('wait while deployments leave the queue, and start when the last one has', async () => {
    see(0, 3, 2);
    start('a');
    expect(await after(200)).toEqual([]);
    see(1);
    expect(await after(200)).toEqual([]);
    see(0);
    expect(await after(0)).toEqual(['a']);
  });

  it('do not wait for what has been queued before and is not claimed', async () => {
    see(5);
    await after(250);
    see(6);
    start('a');
    expect(await after(0)).toEqual([]);
    see(5);
    expect(await after(0)).toEqual(['a']);
  });

  it('do not wait for what has come and is not claimed either', async () => {
    see(5);
    start('a');
    expect(await after(249)).toEqual([]);
    expect(await after(1)).toEqual(['a']);
  });

  it('wait five seconds at most, however long the queue', async () => {
    see(1_000);
    start('a');
    for (let queued = 999; queued > 975; queued -= 1) {
      see(queued);
      expect(await after(200)).toEqual([]);
    }
    see(975);
    expect(await after(200)).toEqual(['a']);
  });

  it('do not wait when they are not wanted any more', async () => {
    const stop = new AbortController();
    see(5);
    start('a', stop.signal);
    start('b');
    stop.abort();
    expect(await after(0)).toEqual(['a']);
  });

  it('do not wait when the store is not available', async () => {
    see(5);
    start('a');
    turns.onPlan({ plan: { kind: 'skip', reason: 'store_unavailable' } });
    expect(await after(0)).toEqual(['a']);
  });
});
