const KEPT_MS = 600_000;
const MOST = 1_000;

/** A terminal with whose identity another process has tried to connect. */
export interface Double {
  readonly terminal_id: string;
  readonly count: number;
  readonly seconds_ago: number;
}

/** Which identities were refused to a second process within the last ten minutes. */
export class Doubles {
  readonly #seen = new Map<string, { readonly count: number; readonly lastMs: number }>();

  public report(terminalId: string): void {
    const count = (this.#seen.get(terminalId)?.count ?? 0) + 1;
    // The latest last, so that the oldest are forgotten first.
    this.#seen.delete(terminalId);
    this.#seen.set(terminalId, { count, lastMs: performance.now() });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST && oldest !== undefined) this.#seen.delete(oldest);
  }

  public list(): readonly Double[] {
    const nowMs = performance.now();
    return [...this.#seen].flatMap(([terminal_id, { count, lastMs }]) =>
      nowMs - lastMs > KEPT_MS ? [] : [{ terminal_id, count, seconds_ago: Math.round((nowMs - lastMs) / 1_000) }],
    );
  }
}
