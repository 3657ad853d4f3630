import type { NodeUnit } from '@node-unit/fleet';
import { BehaviorSubject, delay, type Observable, type SchedulerLike } from 'rxjs';

/** Knows who is online, and tells each node-unit some time later. */
export class SimulatedHost {
  readonly #scheduler: SchedulerLike;
  readonly #nodeUnits$ = new BehaviorSubject<readonly NodeUnit[]>([]);

  public constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** A node-unit joins, or says something new of itself. Everybody is listed in the order of joining. */
  public publish(nodeUnit: NodeUnit): void {
    const listed = this.#nodeUnits$.value;
    const isListed = listed.some(({ address }) => address === nodeUnit.address);
    const replaced = listed.map((each) => (each.address === nodeUnit.address ? nodeUnit : each));
    this.#nodeUnits$.next(isListed ? replaced : [...listed, nodeUnit]);
  }

  /** The list as it reaches one node-unit. The same list is the same array for all. */
  public nodeUnitsAfter(delayMs: number): Observable<readonly NodeUnit[]> {
    return this.#nodeUnits$.pipe(delay(delayMs, this.#scheduler));
  }
}
