import { useEffect, useState } from 'preact/hooks';
import type { Observable } from 'rxjs';

/** The latest value of a stream; `undefined` until there is one. Subscribes anew if the stream is another one. */
export function useObservable<Value>(value$: Observable<Value>): Value | undefined {
  const [latest, setLatest] = useState<Value>();
  useEffect(() => {
    const subscription = value$.subscribe((value) => setLatest(() => value));
    return () => subscription.unsubscribe();
  }, [value$]);
  return latest;
}
