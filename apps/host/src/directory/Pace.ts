/** Tells single occurrences from bursts. */
export class Pace {
  readonly #most: number;
  readonly #windowMs: number;
  #endsMs = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** @param most - so many within `windowMs` are no burst */
  public constructor(most: number, windowMs: number) {
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** How long an occurrence waits for others: 0, or in a burst until the window ends. */
  public delayMs(nowMs: number): number {
    if (nowMs >= this.#endsMs) {
      this.#endsMs = nowMs + this.#windowMs;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= this.#most ? 0 : this.#endsMs - nowMs;
  }
}
