import { map, type Observable, ReplaySubject, scan, share } from 'rxjs';

/** How changes add up, and how a newcomer is told what they have come to. */
export interface Accumulation<Change, State> {
  readonly initial: State;
  readonly apply: (state: State, change: Change) => State;
  readonly snapshotOf: (state: State) => Change;
}

/** Changes that all watchers share: each begins with a snapshot of what is known then. */
export function shareWithSnapshot<Change, State>(
  changes$: Observable<Change>,
  { initial, apply, snapshotOf }: Accumulation<Change, State>,
): Observable<Change> {
  const nothing = { state: initial, change: snapshotOf(initial) };
  const steps$ = changes$.pipe(
    scan(({ state }, change) => ({ state: apply(state, change), change }), nothing),
    share({ connector: () => new ReplaySubject<typeof nothing>(1) }),
  );
  return steps$.pipe(map(({ state, change }, index) => (index === 0 ? snapshotOf(state) : change)));
}
