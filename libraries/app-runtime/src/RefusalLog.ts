import type { Logger } from './log/createLogger.js';

const INTERVAL_MS = 10_000;
/** The maximum number of names that are logged separately, so that a flood of new names does not flood the log. */
const MAX_NAMES = 10_000;
const MAX_DETAIL_LENGTH = 500;

/**
 * The kinds of refusals.
 *
 * @public
 */
export type RefusalEvent = 'FrameRefused' | 'ConnectionRefused' | 'RequestRefused';

interface Refusals {
  readonly nextAtMs: number;
  readonly count: number;
}

/**
 * Logs refusals by terminal and kind: the first one immediately, then at most one record every ten seconds with the
 * number of refusals that it represents. Counts all refusals.
 *
 * @public
 */
export class RefusalLog {
  readonly #logger: Logger;
  readonly #event: RefusalEvent;
  readonly #byName = new Map<string, Refusals>();
  readonly #counts = new Map<string, number>();

  public constructor(logger: Logger, event: RefusalEvent) {
    this.#logger = logger;
    this.#event = event;
  }

  /** The number of refusals so far, by kind. */
  public get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /**
   * Records a refusal.
   *
   * @param terminalId - empty if the client has no terminal ID yet
   * @param reason - the kind of refusal, from a small fixed set
   * @param detail - details for the reader; may be external input, so it is truncated
   */
  public report(terminalId: string, reason: string, detail?: string): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    const name = `${reason} ${terminalId}`;
    const nowMs = performance.now();
    const before = this.#byName.get(name) ?? { nextAtMs: -Infinity, count: 0 };
    const count = before.count + 1;
    if (nowMs < before.nextAtMs) return void this.#byName.set(name, { ...before, count });
    this.#remember(name, { nextAtMs: nowMs + INTERVAL_MS, count: 0 });
    const text = detail?.slice(0, MAX_DETAIL_LENGTH);
    const subject = terminalId === '' ? {} : { terminal_id: terminalId.slice(0, 100) };
    this.#logger.warn({ ...subject, reason, count, detail: text }, this.#event);
  }

  #remember(name: string, refusals: Refusals): void {
    this.#byName.delete(name);
    this.#byName.set(name, refusals);
    const oldest = this.#byName.keys().next();
    if (this.#byName.size > MAX_NAMES && !oldest.done) this.#byName.delete(oldest.value);
  }
}
