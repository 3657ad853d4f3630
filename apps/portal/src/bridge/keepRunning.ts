import type { Observable, Subscription } from 'rxjs';

/**
 * Starts something for every key that is wanted and stops it when the key is wanted no more; what is still wanted is
 * left alone. Unsubscribing, or the end of `wanted$`, stops everything.
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
