import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { judgeLiveness } from '../connections/judgeLiveness.js';
import { startHeartbeat } from '../connections/startHeartbeat.js';
import { RateLimiter } from '../RateLimiter.js';

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

describe(RateLimiter.name, () => {
  it('allows so many at once, and so many more with every second', () => {
    const limiter = new RateLimiter({ burst: 2, perSecond: 1 });
    const allowed = [0, 0, 0, 500, 1_500, 1_600].map((nowMs) => limiter.allows('a', nowMs));
    expect(allowed).toEqual([true, true, false, false, true, false]);
    expect(limiter.allows('b', 0)).toBe(true);
  });

  it('allows nothing until a debt is refilled, and says when that is', () => {
    const limiter = new RateLimiter({ burst: 2, perSecond: 2 });
    limiter.charge('a', 0, 6);
    expect(limiter.waitMs('a', 0)).toBe(2_500);
    expect([2_400, 2_500, 2_600].map((nowMs) => limiter.allows('a', nowMs))).toEqual([false, true, false]);
    expect(limiter.waitMs('b', 0)).toBe(0);
  });

  it('forgets who has its whole burst again, when there are many', () => {
    const limiter = new RateLimiter({ burst: 2, perSecond: 1 });
    for (let index = 0; index < 20_000; index += 1) limiter.allows(String(index), index);
    expect(limiter.size).toBeLessThanOrEqual(10_001);
  });
});
