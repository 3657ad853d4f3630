import {
  concatMap,
  defer,
  finalize,
  type Observable,
  type ObservableInput,
  type OperatorFunction,
  Subject,
  throttle,
} from 'rxjs';

/**
 * Runs one round at a time. All triggers that arrive during a round start one more round after it. An error of a round
 * ends the stream; expected failures are outcomes, not errors.
 */
export function coalesceRounds<Trigger, Outcome>(
  round: (trigger: Trigger) => ObservableInput<Outcome>,
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
