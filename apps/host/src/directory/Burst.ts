/** So many within so many ms are more than single machines that are started, or that have something new to say. */
const [MANY, WITHIN_MS] = [5, 250];

/** Whether something happens many times in a row, as terminals join after a restart of the host. */
export class Burst {
  /** When the latest ones happened. */
  readonly #latestMs: number[] = [];

  public count(nowMs: number): void {
    this.#latestMs.push(nowMs);
    if (this.#latestMs.length > MANY) this.#latestMs.shift();
  }

  public isOn(nowMs: number): boolean {
    const [earliestMs] = this.#latestMs;
    return this.#latestMs.length === MANY && earliestMs !== undefined && nowMs - earliestMs < WITHIN_MS;
  }
}
