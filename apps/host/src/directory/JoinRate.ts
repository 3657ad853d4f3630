/** So many joins within so many ms are more than single machines that are started. */
const [MANY_JOINS, WITHIN_MS] = [5, 250];

/** Whether many terminals are joining, as after a restart of the host. */
export class JoinRate {
  /** When the latest ones joined. */
  readonly #joinedMs: number[] = [];

  public count(nowMs: number): void {
    this.#joinedMs.push(nowMs);
    if (this.#joinedMs.length > MANY_JOINS) this.#joinedMs.shift();
  }

  public isHigh(nowMs: number): boolean {
    const [earliestMs] = this.#joinedMs;
    return this.#joinedMs.length === MANY_JOINS && earliestMs !== undefined && nowMs - earliestMs < WITHIN_MS;
  }
}
