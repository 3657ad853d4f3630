/** A rate: a burst size, and a refill per second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  /** Negative: a debt. */
  readonly left: number;
  readonly atMs: number;
}

/** Buckets that are full again are removed when there are more than this. */
const MANY_BUCKETS = 10_000;

/** One token bucket per name. It outlives the connections of its terminal, so that a new connection is not a new burst. */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  public constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes a token; returns whether there was one. */
  public allows(name: string, nowMs: number): boolean {
    const left = this.#leftOf(name, nowMs);
    if (left >= 1) this.charge(name, nowMs, 1);
    return left >= 1;
  }

  /** Takes tokens, whether they are there or not; the debt has to be refilled before more is allowed. */
  public charge(name: string, nowMs: number, tokens: number): void {
    this.#buckets.set(name, { left: this.#leftOf(name, nowMs) - tokens, atMs: nowMs });
    if (this.#buckets.size > MANY_BUCKETS) this.#removeFull(nowMs);
  }

  /** The time until a token is allowed. */
  public waitMs(name: string, nowMs: number): number {
    const missing = 1 - this.#leftOf(name, nowMs);
    return missing <= 0 ? 0 : Math.ceil((missing / this.#rate.perSecond) * 1_000);
  }

  public get size(): number {
    return this.#buckets.size;
  }

  #leftOf(name: string, nowMs: number): number {
    const { burst, perSecond } = this.#rate;
    const { left, atMs } = this.#buckets.get(name) ?? { left: burst, atMs: nowMs };
    return Math.min(burst, left + ((nowMs - atMs) / 1_000) * perSecond);
  }

  #removeFull(nowMs: number): void {
    for (const name of this.#buckets.keys()) {
      if (this.#leftOf(name, nowMs) >= this.#rate.burst) this.#buckets.delete(name);
    }
  }
}
