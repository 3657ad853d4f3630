import { distinctUntilChanged, filter, interval, map, type Observable, type SchedulerLike, skip } from 'rxjs';

const LOOK_MS = 1_000;
/** A program that is not paused looks in time, however busy it is. */
const LONGEST_MS = 3_000;
/** Until what came meanwhile, and the end of a connection that others gave up, has been heard. */
const CATCH_UP_MS = 2_000;

/**
 * Notices that this program was paused for seconds: frozen, suspended, or without a processor. What it knows is as old as the
 * pause, and what it hears next is what happened first, so for a while nothing is concluded from it. By the clock of the
 * machine, which goes on while the machine is suspended; a clock that is set forward looks the same.
 */
export class PauseWatch {
  /** Emits when a pause is caught up. */
  public readonly caughtUp$: Observable<unknown>;
  readonly #scheduler: SchedulerLike;
  #lookedMs: number;
  #pausedMs = Number.NEGATIVE_INFINITY;

  public constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#lookedMs = scheduler.now();
    this.caughtUp$ = interval(LOOK_MS, scheduler).pipe(
      map(() => this.wasPaused()),
      distinctUntilChanged(),
      skip(1),
      filter((wasPaused) => !wasPaused),
    );
  }

  /** Whether there was a pause that is not caught up yet. */
  public wasPaused(): boolean {
    const nowMs = this.#scheduler.now();
    if (nowMs - this.#lookedMs > LONGEST_MS) this.#pausedMs = nowMs;
    this.#lookedMs = nowMs;
    return nowMs - this.#pausedMs < CATCH_UP_MS;
  }
}
