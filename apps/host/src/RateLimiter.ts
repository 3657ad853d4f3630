/** A rate: a burst size, and a refill per second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** One token bucket per name. */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, { readonly left: number; readonly atMs: number }>();

  public constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes a token; returns whether there was one. */
  public allows(name: string, nowMs: number): boolean {
    const { burst, perSecond } = this.#rate;
    const bucket = this.#buckets.get(name) ?? { left: burst, atMs: nowMs };
    const left = Math.min(burst, bucket.left + ((nowMs - bucket.atMs) / 1_000) * perSecond);
    this.#buckets.set(name, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
    return left >= 1;
  }

  public forget(name: string): void {
    this.#buckets.delete(name);
  }
}
