import { identity, type MonoTypeOperatorFunction, Observable } from 'rxjs';

import { ProtocolError } from '../ProtocolError.js';

/** Fails with `ABORTED` when the signal is aborted, also if it was before the subscription. */
export function abortedBy<T>(signal: AbortSignal | undefined): MonoTypeOperatorFunction<T> {
  if (!signal) return identity;
  return (source) =>
    new Observable<T>((subscriber) => {
      const abort = (): void => subscriber.error(new ProtocolError('ABORTED', 'the caller ended the call'));
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      subscriber.add(() => signal.removeEventListener('abort', abort));
      return source.subscribe(subscriber);
    });
}
