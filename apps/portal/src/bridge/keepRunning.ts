import type { Observable, Subscription } from 'rxjs';

/**
 * Starts a task for every wanted key and stops it when the key is no longer wanted; the others are not touched.
 * Unsubscribing, or the end of `wanted$`, stops everything.
 */
export function keepRunning<Item>(
  wanted$: Observable<ReadonlyMap<string, Item>>,
  start: (item: Item) => Subscription,
): Subscription {
  const running = new Map<string, Subscription>();
  const subscription = wanted$.subscribe((wanted) => {
    for (const [key, stop] of running) {
      if (wanted.has(key)) continue;
      running.delete(key);
      stop.unsubscribe();
    }
    for (const [key, item] of wanted) {
      if (!running.has(key)) running.set(key, start(item));
    }
  });
  subscription.add(() => {
    for (const stop of running.values()) stop.unsubscribe();
    running.clear();
  });
  return subscription;
}
