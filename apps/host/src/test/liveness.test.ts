import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { judgeLiveness } from '../connections/judgeLiveness.js';
import { startHeartbeat } from '../connections/startHeartbeat.js';
import { RateLimiter } from '../RateLimiter.js';
import { RefusalLog } from '../RefusalLog.js';

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

describe(RefusalLog.name, () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('reports the first at once, then how many there were; by terminal and kind', () => {
    const records: unknown[] = [];
    const logger = { debug: vi.fn(), info: vi.fn(), error: vi.fn(), warn: (fields: object) => records.push(fields) };
    const log = new RefusalLog(logger, 'FrameRefused');
    const report = (afterMs: number, terminalId: string, detail?: string): void => {
      vi.advanceTimersByTime(afterMs);
      log.report(terminalId, 'members_only', detail);
    };
    report(0, 'a', 'x'.repeat(10_000));
    report(1, 'a');
    report(1, 'b');
    report(10_000, 'a');
    expect(records).toEqual([
      { terminal_id: 'a', reason: 'members_only', count: 1, detail: 'x'.repeat(500) },
      { terminal_id: 'b', reason: 'members_only', count: 1 },
      { terminal_id: 'a', reason: 'members_only', count: 2 },
    ]);
    expect(log.counts).toEqual({ members_only: 4 });
  });
});

describe(RateLimiter.name, () => {
  it('allows so many at once, and so many more with every second', () => {
    const limiter = new RateLimiter({ burst: 2, perSecond: 1 });
    const allowed = [0, 0, 0, 500, 1_500, 1_600].map((nowMs) => limiter.allows('a', nowMs));
    expect(allowed).toEqual([true, true, false, false, true, false]);
    expect(limiter.allows('b', 0)).toBe(true);
  });
});
