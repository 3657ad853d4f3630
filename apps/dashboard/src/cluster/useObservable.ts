import { useEffect, useState } from 'preact/hooks';
import type { Observable } from 'rxjs';

/** What a stream has given. */
interface Latest<Value> {
  /** `undefined` until there is one. */
  readonly value: Value | undefined;
  /** Whether it is from this stream, and not the last one of the stream before it. */
  readonly isOfThis: boolean;
}

/** The latest value of a stream. Subscribes anew if the stream is another one. */
export function useObservable<Value>(value$: Observable<Value>): Latest<Value> {
  const [latest, setLatest] = useState<{ readonly value: Value; readonly from: Observable<Value> }>();
  useEffect(() => {
    const subscription = value$.subscribe((value) => setLatest({ value, from: value$ }));
    return () => subscription.unsubscribe();
  }, [value$]);
  return { value: latest?.value, isOfThis: latest?.from === value$ };
}
