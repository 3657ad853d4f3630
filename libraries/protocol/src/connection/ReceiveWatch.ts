const LATENESS_GRACE_MS = 1_000;

/**
 * Calls back if nothing is received for a given time.
 *
 * @remarks
 * When its own timer comes late, this process was suspended or busy and has not read what arrived meanwhile, so it
 * allows another second for that.
 */
export class ReceiveWatch {
  readonly #onSilence: () => void;
  #deadlineMs = 0;
  #limitMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  public constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  /** Something was received now; from here on `limitMs` of silence are too many. */
  public restart(limitMs: number): void {
    this.#limitMs = limitMs;
    this.#deadlineMs = performance.now() + limitMs;
    if (this.#timer === undefined) this.#arm(limitMs);
  }

  public stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(delayMs: number): void {
    const dueMs = performance.now() + delayMs;
    this.#timer = setTimeout(() => this.#check(performance.now() - dueMs), delayMs);
  }

  #check(latenessMs: number): void {
    const leftMs = this.#deadlineMs - performance.now();
    if (leftMs > 1) return this.#arm(Math.min(leftMs, this.#limitMs));
    if (latenessMs > LATENESS_GRACE_MS) return this.#arm(LATENESS_GRACE_MS);
    this.#timer = undefined;
    this.#onSilence();
  }
}
