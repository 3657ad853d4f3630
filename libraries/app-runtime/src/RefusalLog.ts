import type { Logger } from './createLogger.js';

const INTERVAL_MS = 10_000;
/** Names that are told apart; beyond them a flood of new ones makes no more records. */
const MAX_NAMES = 10_000;
const MAX_DETAIL_LENGTH = 500;

/**
 * What was refused.
 *
 * @public
 */
export type RefusalEvent = 'FrameRefused' | 'ConnectionRefused' | 'RequestRefused';

interface Refusals {
  readonly nextAtMs: number;
  readonly count: number;
}

/**
 * Logs what was refused, by terminal and kind: the first at once, then one record in ten seconds with how many it stands
 * for. Counts all.
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

  /** How often something was refused so far, by kind. */
  public get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /**
   * Something was refused.
   *
   * @param terminalId - empty for those who are none yet
   * @param reason - which kind of refusal; one of a few
   * @param detail - for a person; may come from outside, so it is cut
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
