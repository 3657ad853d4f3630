import { concatMap, defer, type Observable, type OperatorFunction, finalize, Subject, throttle } from 'rxjs';

/**
 * Runs one round at a time: triggers that arrive during a round make one more round after it, however many they were.
 */
export function coalesceRounds<Trigger, Outcome>(
  round: (trigger: Trigger) => Promise<Outcome>,
): OperatorFunction<Trigger, Outcome> {
  return (triggers$: Observable<Trigger>) =>
    defer(() => {
      const roundEnded$ = new Subject<void>();
      return triggers$.pipe(
        throttle(() => roundEnded$, { leading: true, trailing: true }),
        concatMap((trigger) => defer(() => round(trigger)).pipe(finalize(() => roundEnded$.next()))),
      );
    });
}
