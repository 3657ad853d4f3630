import { map, type Observable, ReplaySubject, scan, share } from 'rxjs';

/** How changes add up, and how a newcomer is told what they have come to. */
export interface Accumulation<Change, State> {
  readonly initial: State;
  readonly apply: (state: State, change: Change) => State;
  readonly snapshotOf: (state: State) => Change;
}

/**
 * A change, and what it makes of what.
 *
 * @public
 */
export interface Step<Change, State> {
  readonly before: State;
  readonly change: Change;
  readonly after: State;
}

/** Changes that all watchers share: each begins with a snapshot of what is known then. */
export function shareWithSnapshot<Change, State>(
  changes$: Observable<Change>,
  { initial, apply, snapshotOf }: Accumulation<Change, State>,
): Observable<Step<Change, State>> {
  const snapshotStep = (after: State): Step<Change, State> => ({ before: initial, change: snapshotOf(after), after });
  const steps$ = changes$.pipe(
    scan(({ after: before }, change) => ({ before, change, after: apply(before, change) }), snapshotStep(initial)),
    share({ connector: () => new ReplaySubject<Step<Change, State>>(1) }),
  );
  return steps$.pipe(map((step, index) => (index === 0 ? snapshotStep(step.after) : step)));
}
