import { HOST_SERVICES, type Message } from '@node-unit/protocol';

import type { Principal } from './credentials/Principal.js';
import { RateLimiter } from './RateLimiter.js';
import { ANNOUNCEMENT_UNIT, WORKLOAD_LIMITS } from './workloadLimits.js';

const JOINS_TOO_OFTEN = 'this workload connects too often';
/** These cost little, or have a limit of their own. */
const UNCOUNTED: ReadonlySet<string> = new Set([HOST_SERVICES.ping.method, HOST_SERVICES.updateTerminalInfo.method]);

/** Bounds what workloads cause by joining, announcing and asking the host. Members are not limited. */
export class WorkloadGuard {
  readonly #announcements = new RateLimiter(WORKLOAD_LIMITS.announcements);
  readonly #joins = new RateLimiter(WORKLOAD_LIMITS.joins);
  readonly #requests = new RateLimiter(WORKLOAD_LIMITS.hostRequests);

  /** The reason why a workload may not join now, or `undefined`. */
  public refusalOf({ class: kind, terminalId }: Principal): string | undefined {
    return kind === 'member' || this.#joins.allows(terminalId, performance.now()) ? undefined : JOINS_TOO_OFTEN;
  }

  public mayAnnounce({ class: kind, terminalId }: Principal): boolean {
    return kind === 'member' || this.#announcements.allows(terminalId, performance.now());
  }

  /** A long announcement counts as several. */
  public announced({ class: kind, terminalId }: Principal, length: number): void {
    if (kind === 'member') return;
    this.#announcements.charge(terminalId, performance.now(), Math.floor(length / ANNOUNCEMENT_UNIT));
  }

  public mayAsk({ class: kind, terminalId }: Principal, { req, method }: Message): boolean {
    if (kind === 'member' || req === undefined || UNCOUNTED.has(method)) return true;
    return this.#requests.allows(terminalId, performance.now());
  }
}
