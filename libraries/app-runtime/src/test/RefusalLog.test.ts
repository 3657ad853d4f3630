import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { RefusalLog } from '../index.js';

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
