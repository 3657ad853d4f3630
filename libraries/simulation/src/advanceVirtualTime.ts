import type { VirtualTimeScheduler } from 'rxjs';

/**
 * Runs what is scheduled, moment by moment, until it is over or nothing is scheduled any more.
 *
 * @remarks
 * Virtual time does not reach promises, so between two moments everything that promises have set off is let run: each
 * moment begins when the one before has nothing left to do. What is still scheduled at the end is dropped.
 */
export async function advanceVirtualTime(scheduler: VirtualTimeScheduler, isOver: () => boolean): Promise<void> {
  for (;;) {
    const next = scheduler.actions[0];
    if (!next || isOver()) return;
    scheduler.maxFrames = next.delay;
    scheduler.flush();
    await promisesSettled();
  }
}

/** Node.js comes to `setImmediate` when no promise has anything left to do. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
