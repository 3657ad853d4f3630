import { firstValueFrom, timer, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { advanceVirtualTime } from '../advanceVirtualTime.js';

describe(advanceVirtualTime.name, () => {
  it('lets promises go on between two moments, so that an hour of waiting takes no time', async () => {
    const scheduler = new VirtualTimeScheduler();
    const heard: number[] = [];
    const waitTwice = async (): Promise<void> => {
      await firstValueFrom(timer(1_800_000, scheduler));
      heard.push(scheduler.now());
      await firstValueFrom(timer(1_800_000, scheduler));
      heard.push(scheduler.now());
    };
    const waited = waitTwice();
    await advanceVirtualTime(scheduler, () => false);
    await waited;
    expect(heard).toEqual([1_800_000, 3_600_000]);
  });

  it('stops when it is over', async () => {
    const scheduler = new VirtualTimeScheduler();
    timer(0, 1_000, scheduler).subscribe();
    await advanceVirtualTime(scheduler, () => scheduler.now() >= 5_000);
    expect(scheduler.now()).toBe(5_000);
  });
});
