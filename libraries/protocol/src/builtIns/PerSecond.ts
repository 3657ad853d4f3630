/** Counts who did something how often in the present second. */
export class PerSecond {
  readonly #most: number;
  readonly #counts = new Map<string, number>();
  #second = 0;

  public constructor(most: number) {
    this.#most = most;
  }

  /** Whether it may be done once more now. */
  public allows(name: string, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) this.#counts.clear();
    this.#second = second;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count <= this.#most;
  }
}
