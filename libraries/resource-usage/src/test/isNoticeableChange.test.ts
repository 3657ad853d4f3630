import { describe, expect, it } from 'vitest';

import { isNoticeableChange } from '../index.js';

const published = { cpuPercent: 10, memoryMb: 400 };

describe(isNoticeableChange.name, () => {
  it.each([
    ['the first value', undefined, published, true],
    ['the same again', published, published, false],
    ['noise', published, { cpuPercent: 11.9, memoryMb: 419 }, false],
    ['more CPU', published, { cpuPercent: 12, memoryMb: 400 }, true],
    ['less CPU', published, { cpuPercent: 8, memoryMb: 400 }, true],
    ['more memory', published, { cpuPercent: 10, memoryMb: 420 }, true],
    ['a large share of little memory', { cpuPercent: 0, memoryMb: 10 }, { cpuPercent: 0, memoryMb: 17 }, false],
  ])('%s', (_case, before, next, noticeable) => {
    expect(isNoticeableChange(before, next)).toBe(noticeable);
  });

  it('notices a drift that is slow, because it compares with what was published', () => {
    const steps = Array.from({ length: 10 }, (_step, index) => ({ cpuPercent: 10, memoryMb: 400 + index * 3 }));
    expect(steps.some((next) => isNoticeableChange(published, next))).toBe(true);
  });
});
