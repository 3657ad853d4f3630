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
        pid === 2
          ? Promise.reject(new Error('no ps'))
          : Promise.resolve(new Map([[pid, { cpuPercent: pid, memoryMb: 0 }]])),
    });
    const seen = await firstValueFrom(usage$.pipe(take(3), toArray(), timeout(30_000)));
    expect(seen.map((usage) => usage && [...usage.keys()])).toEqual([[1], [3], [4]]);
    expect(errors).toHaveLength(1);
  });

  it('says once that usage is unknown when three samples in a row have failed, and goes on when one succeeds', async () => {
    let round = 0;
    const usage$ = watchResourceUsage({
      rootPids: () => [],
      intervalMs: 1,
      sample: () => ((round += 1) < 7 && round > 1 ? Promise.reject(new Error('no ps')) : Promise.resolve(new Map())),
    });
    const seen = await firstValueFrom(usage$.pipe(take(3), toArray(), timeout(30_000)));
    expect(seen).toEqual([new Map(), undefined, new Map()]);
    expect(round).toBe(7);
  });

  it('takes a sample that does not end for one that failed', async () => {
    const usage$ = watchResourceUsage({
      rootPids: () => [],
      intervalMs: 1,
      sample: () => new Promise(() => undefined),
    });
    expect(await firstValueFrom(usage$.pipe(timeout(30_000)))).toBeUndefined();
  });

  it('never takes two samples at a time', async () => {
    let running = 0;
    let most = 0;
    const usage$ = watchResourceUsage({
      rootPids: () => [],
      intervalMs: 100,
      sample: async () => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setTimeout(resolve, 150));
        running -= 1;
        return new Map();
      },
    });
    await firstValueFrom(usage$.pipe(take(3), toArray(), timeout(30_000)));
    expect(most).toBe(1);
  });
});
