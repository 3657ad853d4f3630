import type { PlannedRound } from '@node-unit/scheduler';
import {
  BehaviorSubject,
  concat,
  filter,
  firstValueFrom,
  fromEvent,
  map,
  merge,
  of,
  Subject,
  switchMap,
  timer,
} from 'rxjs';

/** If the queue does not change for so long, what is in it is not being claimed. */
const CALM_MS = 250;
/** After it, a start goes on although deployments are being claimed. */
const LONGEST_MS = 5_000;

/**
 * Lets claims go before starts. To start a deployment takes as long as several rounds, in which this node-unit claims
 * nothing, and others wait for it to take its share. So after deployments have come into the queue, starts wait until as
 * many have left it.
 */
export class StartTurns {
  readonly #isCalm$ = new BehaviorSubject(true);
  readonly #isRush$ = new Subject<boolean>();
  #queued = 0;
  /** The length of the queue that nobody shortens, before more came. */
  #left = 0;

  public constructor() {
    const calmInTime$ = concat(of(false), timer(CALM_MS).pipe(map(() => true)));
    this.#isRush$.pipe(switchMap((isRush) => (isRush ? calmInTime$ : of(true)))).subscribe(this.#isCalm$);
  }

  public readonly onPlan = ({ plan }: Pick<PlannedRound, 'plan'>): void => {
    const queued = plan.kind === 'act' ? plan.candidates.length : 0;
    if (this.#isCalm$.value) this.#left = this.#queued;
    if (queued !== this.#queued) this.#isRush$.next(queued > this.#left);
    this.#queued = queued;
  };

  /** Resolves when a deployment may be started, or when the signal is aborted. */
  public readonly next = async (signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return;
    await firstValueFrom(merge(this.#isCalm$.pipe(filter(Boolean)), timer(LONGEST_MS), fromEvent(signal, 'abort')));
  };
}
