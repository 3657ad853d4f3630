import { VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { createRandom } from '../createRandom.js';
import { createVirtualTime } from '../createVirtualTime.js';

/** What runs when, if actions schedule others at moments that coincide often, and some are cancelled. */
function history(scheduler: VirtualTimeScheduler): readonly string[] {
  const random = createRandom(1);
  const told: string[] = [];
  const plan = (name: string, depth: number): void => {
    const subscription = scheduler.schedule(
      () => {
        told.push(`${scheduler.now()} ${name}`);
        for (const child of depth > 0 ? ['a', 'b', 'c'] : []) plan(name + child, depth - 1);
      },
      Math.floor(random() * 5),
    );
    if (random() < 0.1) subscription.unsubscribe();
  };
  for (const name of ['x', 'y', 'z']) plan(name, 5);
  scheduler.flush();
  return told;
}

describe(createVirtualTime.name, () => {
  it('runs everything in the order in which RxJS would', () => {
    const told = history(createVirtualTime());
    expect(told.length).toBeGreaterThan(200);
    expect(told).toEqual(history(new VirtualTimeScheduler()));
  });
});
