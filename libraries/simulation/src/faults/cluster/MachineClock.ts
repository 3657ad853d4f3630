import { type SchedulerAction, type SchedulerLike, Subscription, type VirtualTimeScheduler } from 'rxjs';

/**
 * The time of one machine: it runs at its own rate, and everything that a frozen machine should have done is done when it
 * goes on.
 */
export class MachineClock implements SchedulerLike {
  readonly #time: VirtualTimeScheduler;
  readonly #rate: number;
  #frozen = 0;
  #missed: (() => void)[] = [];

  public constructor(time: VirtualTimeScheduler, rate: number) {
    this.#time = time;
    this.#rate = rate;
  }

  public now(): number {
    return this.#time.now() * this.#rate;
  }

  public schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delayMs = 0, state?: T): Subscription {
    return new ClockAction(this, work).schedule(state, delayMs);
  }

  /** Does something after a time of this machine. */
  public after(delayMs: number, work: () => void): Subscription {
    return this.#time.schedule(() => this.run(work), delayMs / this.#rate);
  }

  /** Does something after a time of everybody's, whether this machine is frozen or not. */
  public afterAll(delayMs: number, work: () => void): void {
    this.#time.schedule(work, delayMs);
  }

  /** Does something now, or when the machine goes on. */
  public run(work: () => void): void {
    if (this.#frozen > 0) this.#missed.push(work);
    else work();
  }

  public get isFrozen(): boolean {
    return this.#frozen > 0;
  }

  public freeze(): void {
    this.#frozen += 1;
  }

  public thaw(): void {
    this.#frozen -= 1;
    if (this.#frozen > 0) return;
    const missed = this.#missed;
    this.#missed = [];
    for (const work of missed) this.run(work);
  }
}

/** An action that keeps to the machine's time when it schedules itself again. */
class ClockAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #clock: MachineClock;
  readonly #work: (this: SchedulerAction<T>, state?: T) => void;

  public constructor(clock: MachineClock, work: (this: SchedulerAction<T>, state?: T) => void) {
    super();
    this.#clock = clock;
    this.#work = work;
  }

  public schedule(state?: T, delayMs = 0): Subscription {
    if (this.closed) return this;
    const due = this.#clock.after(delayMs, () => {
      this.remove(due);
      if (!this.closed) this.#work.call(this, state);
    });
    this.add(due);
    return this;
  }
}
