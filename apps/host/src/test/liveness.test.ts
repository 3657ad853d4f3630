import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { judgeLiveness } from '../connections/judgeLiveness.js';
import { startHeartbeat } from '../connections/startHeartbeat.js';
import { RateLimitedLog } from '../RateLimitedLog.js';

describe(judgeLiveness, () => {
  const silent = { heardSinceLastTick: false, misses: 0, maxMisses: 3, tickWasLate: false, sinceLastSentMs: 0 };

  it.each([
    ['heard', { heardSinceLastTick: true, misses: 2 }, { misses: 0, action: 'nothing' }],
    [
      'heard, but told nothing for long',
      { heardSinceLastTick: true, sinceLastSentMs: 10_000 },
      { misses: 0, action: 'ping' },
    ],
    ['silent', {}, { misses: 1, action: 'ping' }],
    ['silent again', { misses: 1 }, { misses: 2, action: 'ping' }],
    ['silent for the last time', { misses: 2 }, { misses: 3, action: 'evict' }],
    ['silent while the host was suspended', { misses: 2, tickWasLate: true }, { misses: 2, action: 'ping' }],
  ] as const)('%s', (_case, facts, expected) => expect(judgeLiveness({ ...silent, ...facts })).toEqual(expected));
});

describe(startHeartbeat, () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('ticks at every interval, knows when it was late, and stops', () => {
    const ticks: boolean[] = [];
    let suspendedMs = 0;
    const clockMs = (): number => Date.now() + suspendedMs;
    const stop = startHeartbeat(100, (tickWasLate) => ticks.push(tickWasLate), clockMs);
    vi.advanceTimersByTime(250);
    expect(ticks).toEqual([false, false]);
    suspendedMs = 500;
    vi.advanceTimersByTime(150);
    expect(ticks).toEqual([false, false, true, false]);
    stop();
    vi.advanceTimersByTime(1_000);
    expect(ticks).toHaveLength(4);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe(RateLimitedLog, () => {
  it('reports the first at once and then how many there were', () => {
    const counts: number[] = [];
    const log = new RateLimitedLog(1_000);
    for (const nowMs of [0, 1, 2, 1_000, 1_001, 5_000]) log.report(nowMs, (count) => counts.push(count));
    expect(counts).toEqual([1, 3, 2]);
  });
});
