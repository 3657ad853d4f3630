import { firstValueFrom, take, timeout, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { watchResourceUsage } from '../index.js';

describe(watchResourceUsage.name, () => {
  it('samples at once, asks for the roots anew each time, and outlives a sample that fails', async () => {
    const errors: unknown[] = [];
    let round = 0;
    const usage$ = watchResourceUsage({
      rootPids: () => [++round],
      intervalMs: 1,
      onError: (error) => errors.push(error),
      sample: ([pid = 0]) =>
        pid === 2 ? Promise.reject(new Error('no ps')) : Promise.resolve({ cpuPercent: pid, memoryMb: 0 }),
    });
    const seen = await firstValueFrom(usage$.pipe(take(3), toArray(), timeout(5_000)));
    expect(seen.map(({ cpuPercent }) => cpuPercent)).toEqual([1, 3, 4]);
    expect(errors).toHaveLength(1);
  });

  it('never takes two samples at a time', async () => {
    let running = 0;
    let most = 0;
    const usage$ = watchResourceUsage({
      rootPids: () => [],
      intervalMs: 1,
      sample: async () => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setTimeout(resolve, 10));
        running -= 1;
        return { cpuPercent: 0, memoryMb: 0 };
      },
    });
    await firstValueFrom(usage$.pipe(take(3), toArray(), timeout(5_000)));
    expect(most).toBe(1);
  });
});
