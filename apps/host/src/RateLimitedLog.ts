/** Passes on the first of many like reports at once, and afterwards one for each interval, with how many it stands for. */
export class RateLimitedLog {
  readonly #intervalMs: number;
  #nextAtMs = -Infinity;
  #count = 0;

  public constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  public report(nowMs: number, write: (count: number) => void): void {
    this.#count += 1;
    if (nowMs < this.#nextAtMs) return;
    this.#nextAtMs = nowMs + this.#intervalMs;
    write(this.#count);
    this.#count = 0;
  }
}
