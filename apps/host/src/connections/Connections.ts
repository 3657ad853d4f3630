import type { Logger } from '@node-unit/app-runtime';
import { encodeFrame } from '@node-unit/protocol';

import { judgeJoin } from '../credentials/judgeJoin.js';
import type { Principal } from '../credentials/Principal.js';
import { createPing } from '../routing/createPing.js';
import { Doubles } from './Doubles.js';
import type { Connection } from './Connection.js';
import { judgeLiveness } from './judgeLiveness.js';

const CLOSE_CODE_GOING_AWAY = 1001;
const CLOSE_CODE_REFUSED = 1008;
const CLOSE_CODE_REPLACED = 4001;
const STOPPING = 'the host is stopping';
/** Number of IDs that are remembered to have answered a challenge; the oldest are removed first. */
const MAX_ANSWERED = 100_000;

/** Why a connection ended. */
export type EndReason = 'closed' | 'hung' | 'replaced' | 'revoked';

/** The events of the connections. */
export interface ConnectionsEvents {
  /** A terminal can no longer be reached by this connection. */
  readonly onEnded: (principal: Principal, reason: EndReason) => void;
}

/** The connected terminals, one connection each. */
export class Connections {
  public readonly doubles = new Doubles();
  readonly #logger: Logger;
  readonly #events: ConnectionsEvents;
  readonly #byId = new Map<string, Connection>();
  readonly #answered = new Set<string>();
  readonly #opened = { member: 0, workload: 0 };
  readonly #framesReceived = { member: 0, workload: 0 };
  readonly #ended = { closed: 0, hung: 0, replaced: 0, revoked: 0 };
  #isStopped = false;

  public constructor(logger: Logger, events: ConnectionsEvents) {
    this.#logger = logger;
    this.#events = events;
  }

  public get(terminalId: string): Connection | undefined {
    return this.#byId.get(terminalId);
  }

  public all(): readonly Connection[] {
    return [...this.#byId.values()];
  }

  /** The number of connections since the start, by class of the terminal. */
  public get opened(): Readonly<Record<Principal['class'], number>> {
    return this.#opened;
  }

  /** The number of their ends, by reason. */
  public get ended(): Readonly<Record<EndReason, number>> {
    return this.#ended;
  }

  /** Counts a message of a terminal of that class. */
  public countFrame(kind: Principal['class']): void {
    this.#framesReceived[kind] += 1;
  }

  /** The number of messages since the start, by class of the sender. */
  public get framesReceived(): Readonly<Record<Principal['class'], number>> {
    return this.#framesReceived;
  }

  /** The number of connected terminals, by class. */
  public countByClass(): Readonly<Record<Principal['class'], number>> {
    const counts = { member: 0, workload: 0 };
    for (const { principal } of this.#byId.values()) counts[principal.class] += 1;
    return counts;
  }

  /** Whether this is the current connection of its terminal. */
  public isCurrent(connection: Connection): boolean {
    return this.#byId.get(connection.principal.terminalId) === connection;
  }

  /** The reason why a principal may not join under its ID, or `undefined`. */
  public refusalOf(principal: Principal): string | undefined {
    const { terminalId } = principal;
    return judgeJoin(principal, this.#byId.get(terminalId)?.principal, this.#answered.has(terminalId));
  }

  /** Makes a connection the current one of its terminal and closes an older one with the same ID. */
  public join(connection: Connection): void {
    const { terminalId, proof, class: kind } = connection.principal;
    if (this.#isStopped) return connection.close(CLOSE_CODE_GOING_AWAY, STOPPING);
    if (proof.kind === 'challenge') this.#rememberAnswered(terminalId);
    const replaced = this.#byId.get(terminalId);
    this.#byId.set(terminalId, connection);
    this.#opened[kind] += 1;
    if (replaced) {
      this.#logger.info({ terminal_id: terminalId, reason: 'replaced' }, 'TerminalLeft');
      this.#ended.replaced += 1;
      replaced.close(CLOSE_CODE_REPLACED, 'replaced by a newer connection');
      this.#events.onEnded(replaced.principal, 'replaced');
    }
    this.#logger.info({ terminal_id: terminalId, class: kind, proof: proof.kind }, 'TerminalJoined');
  }

  /** Handles a closed connection, unless it was replaced or evicted before. */
  public leave(connection: Connection, reason: EndReason): void {
    const { terminalId } = connection.principal;
    if (this.#isStopped || !this.isCurrent(connection)) return;
    this.#byId.delete(terminalId);
    this.#ended[reason] += 1;
    this.#logger.info({ terminal_id: terminalId, reason }, 'TerminalLeft');
    this.#events.onEnded(connection.principal, reason);
  }

  /** Disconnects the terminals that are no longer permitted. */
  public revoke(mayStay: (principal: Principal) => boolean, why: string): void {
    for (const connection of this.all()) {
      if (mayStay(connection.principal)) continue;
      this.leave(connection, 'revoked');
      connection.close(CLOSE_CODE_REFUSED, why);
    }
  }

  /** Pings the silent terminals and evicts those that did not answer `maxMisses` times. */
  public tick(maxMisses: number, tickWasLate: boolean): void {
    for (const connection of this.all()) {
      const { misses, action } = judgeLiveness({
        heardSinceLastTick: connection.takeHeard(),
        misses: connection.misses,
        maxMisses,
        tickWasLate,
        sinceLastSentMs: connection.sinceLastSentMs,
      });
      connection.misses = misses;
      if (action === 'ping') connection.ping(encodeFrame(createPing(connection.principal.terminalId)));
      if (action !== 'evict') continue;
      this.leave(connection, 'hung');
      connection.terminate();
    }
  }

  /** Disconnects all terminals without announcing leaves: that the host stops says nothing about the terminals. */
  public stop(): void {
    this.#isStopped = true;
    for (const connection of this.#byId.values()) connection.close(CLOSE_CODE_GOING_AWAY, STOPPING);
    this.#byId.clear();
  }

  #rememberAnswered(terminalId: string): void {
    this.#answered.delete(terminalId);
    this.#answered.add(terminalId);
    const oldest = this.#answered.values().next();
    if (this.#answered.size > MAX_ANSWERED && !oldest.done) this.#answered.delete(oldest.value);
  }
}
