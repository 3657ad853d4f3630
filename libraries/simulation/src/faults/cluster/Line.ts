import type { VirtualTimeScheduler } from 'rxjs';

import type { LineConditions } from './LineConditions.js';
import type { MachineClock } from './MachineClock.js';

/** What a line is made of. */
export interface LineParts {
  readonly time: VirtualTimeScheduler;
  readonly clock: MachineClock;
  readonly conditions: LineConditions;
  /** One way, if nothing is wrong. */
  readonly latencyMs: number;
  readonly random: () => number;
}

/** The network between a machine and the host or the store. */
export class Line {
  public readonly conditions: LineConditions;
  readonly #parts: LineParts;

  public constructor(parts: LineParts) {
    this.#parts = parts;
    this.conditions = parts.conditions;
  }

  public get nowMs(): number {
    return this.#parts.time.now();
  }

  public get isCut(): boolean {
    return this.conditions.cutUntilMs(this.nowMs) !== undefined;
  }

  /** Something arrives at the other end. */
  public toFar(arrive: () => void): void {
    this.#send(arrive);
  }

  /** Something arrives at the machine, which may be frozen. */
  public toMachine(arrive: () => void): void {
    this.#send(() => this.#parts.clock.run(arrive));
  }

  /** How often a notification is to be sent that begins now: never, once or twice. */
  public copies(): 0 | 1 | 2 {
    const { lost, doubled } = this.conditions.notifications(this.nowMs);
    if (lost + doubled === 0) return 1;
    const drawn = this.#parts.random();
    if (drawn < lost) return 0;
    return this.#parts.random() < doubled ? 2 : 1;
  }

  #send(arrive: () => void): void {
    const { time, latencyMs, conditions, random } = this.#parts;
    const heldMs = (conditions.cutUntilMs(time.now()) ?? time.now()) - time.now();
    if (heldMs === Number.POSITIVE_INFINITY) return;
    const mostMs = conditions.mostDelayMs(time.now());
    time.schedule(arrive, heldMs + latencyMs + (mostMs > 0 ? random() * mostMs : 0));
  }
}
