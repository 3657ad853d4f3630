import { RateLimiter } from '../RateLimiter.js';
import { WORKLOAD_LIMITS } from '../workloadLimits.js';

const FRAMES = 'frames';
const CHARACTERS = 'characters';

/** What a workload sends: decides for how long its connection is not read, so that the average rate is bounded. */
export class Inflow {
  readonly #frames = new RateLimiter(WORKLOAD_LIMITS.frames);
  readonly #characters = new RateLimiter(WORKLOAD_LIMITS.characters);

  /** Counts a frame; returns the time until the next one may be read. */
  public take(length: number, nowMs: number): number {
    this.#frames.charge(FRAMES, nowMs, 1);
    this.#characters.charge(CHARACTERS, nowMs, length);
    return Math.max(this.#frames.waitMs(FRAMES, nowMs), this.#characters.waitMs(CHARACTERS, nowMs));
  }
}
