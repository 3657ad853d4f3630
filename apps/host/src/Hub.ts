import type { Logger } from '@node-unit/app-runtime';
import { encodeFrame, HOST_ID, type Message, type Response, ServiceEndpoint } from '@node-unit/protocol';
import { Subject } from 'rxjs';

import type { Connection } from './connections/Connection.js';
import { judgeLiveness } from './connections/judgeLiveness.js';
import {
  announce,
  createDirectory,
  type Directory,
  type DirectoryChange,
  type HostEvent,
  leave,
} from './directory/Directory.js';
import { readAnnouncement } from './directory/readAnnouncement.js';
import { offerHostServices } from './hostServices.js';
import { createPing } from './routing/createPing.js';
import { replyToUnknownTarget } from './routing/replyToUnknownTarget.js';
import { routeFrame } from './routing/routeFrame.js';
import { RateLimitedLog } from './RateLimitedLog.js';

const CLOSE_CODE_GOING_AWAY = 1001;
const CLOSE_CODE_REPLACED = 4001;
const REFUSAL_LOG_INTERVAL_MS = 10_000;

/** What joins the connections: who is there, who says what to whom. */
export class Hub {
  readonly #logger: Logger;
  readonly #startedMs = performance.now();
  readonly #connections = new Map<string, Connection>();
  readonly #refusals = new WeakMap<Connection, RateLimitedLog>();
  readonly #events$ = new Subject<HostEvent>();
  readonly #endpoint: ServiceEndpoint;
  #directory: Directory;
  #isStopped = false;

  public constructor(logger: Logger) {
    this.#logger = logger;
    this.#endpoint = new ServiceEndpoint({
      terminalId: HOST_ID,
      send: (message) => this.#send(message),
      onProblem: (code, message) => logger.debug({ code, message }, 'HostTerminalProblem'),
    });
    offerHostServices(this.#endpoint, {
      directory: () => this.#directory,
      events$: this.#events$,
      announce: (req, terminalId) => this.#announce(req, terminalId),
      uptimeMs: () => this.uptimeMs,
    });
    const now = Date.now();
    this.#directory = createDirectory({
      terminal_id: HOST_ID,
      name: 'Host Terminal',
      serviceInfo: this.#endpoint.serviceInfo,
      tags: {},
      created_at: now,
      updated_at: now,
    });
  }

  public get uptimeMs(): number {
    return Math.round(performance.now() - this.#startedMs);
  }

  /** The announced terminals, without the host itself. */
  public get terminalCount(): number {
    return this.#directory.terminals.size - 1;
  }

  /** Makes a connection the one by which its terminal is reached; an older one of the same id has to go. */
  public join(connection: Connection): void {
    const { terminalId } = connection;
    const replaced = this.#connections.get(terminalId);
    this.#connections.set(terminalId, connection);
    if (replaced) {
      this.#endpoint.endSessions((id) => id === terminalId);
      replaced.close(CLOSE_CODE_REPLACED, 'replaced by a newer connection');
      this.#logger.info({ terminal_id: terminalId, reason: 'replaced' }, 'TerminalLeft');
    }
    this.#logger.info({ terminal_id: terminalId }, 'TerminalJoined');
  }

  /** The connection is no more. One that was replaced or evicted has been dealt with. */
  public leave(connection: Connection, reason: 'closed' | 'hung'): void {
    const { terminalId } = connection;
    if (this.#isStopped || this.#connections.get(terminalId) !== connection) return;
    this.#connections.delete(terminalId);
    this.#endpoint.endSessions((id) => id === terminalId);
    this.#logger.info({ terminal_id: terminalId, reason }, 'TerminalLeft');
    this.#apply(leave(this.#directory, terminalId));
  }

  public receive(connection: Connection, text: string): void {
    if (this.#connections.get(connection.terminalId) !== connection) return;
    const route = routeFrame(text, connection.terminalId);
    if (route.kind === 'refused') this.#onRefused(connection, route.reason);
    else if (route.kind === 'host') this.#endpoint.receive(route.message);
    else this.#forward(route.terminalId, text, route.message);
  }

  /** Asks the silent and evicts those who did not answer `maxMisses` times. */
  public tick(maxMisses: number, tickWasLate: boolean): void {
    for (const connection of [...this.#connections.values()]) {
      const { misses, action } = judgeLiveness({
        heardSinceLastTick: connection.takeHeard(),
        misses: connection.misses,
        maxMisses,
        tickWasLate,
        sinceLastSentMs: connection.sinceLastSentMs,
      });
      connection.misses = misses;
      if (action === 'ping') connection.ping(encodeFrame(createPing(connection.terminalId)));
      if (action !== 'evict') continue;
      this.leave(connection, 'hung');
      connection.terminate();
    }
  }

  /** Parts from everybody without a LEAVE: that the host goes says nothing about the terminals. */
  public stop(): void {
    this.#isStopped = true;
    this.#endpoint.endSessions(() => true);
    for (const connection of this.#connections.values()) {
      connection.close(CLOSE_CODE_GOING_AWAY, 'the host is stopping');
    }
    this.#connections.clear();
  }

  #announce(req: unknown, terminalId: string): Response {
    const announcement = readAnnouncement(req, terminalId);
    if (announcement.kind === 'refused') return announcement.res;
    this.#apply(announce(this.#directory, announcement.info));
    return { code: 0, message: 'OK' };
  }

  #apply(change: DirectoryChange | undefined): void {
    if (!change) return;
    this.#directory = change.directory;
    this.#events$.next(change.event);
  }

  #forward(terminalId: string, text: string, message: Message | undefined): void {
    const target = this.#connections.get(terminalId);
    if (target) return target.send(text);
    const reply = message && replyToUnknownTarget(message, terminalId);
    if (reply) this.#send(reply);
  }

  #send(message: Message): void {
    this.#connections.get(message.target_terminal_id)?.send(encodeFrame(message));
  }

  #onRefused(connection: Connection, reason: string): void {
    const log = this.#refusals.get(connection) ?? new RateLimitedLog(REFUSAL_LOG_INTERVAL_MS);
    this.#refusals.set(connection, log);
    const { terminalId } = connection;
    log.report(performance.now(), (count) =>
      this.#logger.warn({ terminal_id: terminalId, reason, count }, 'FrameRefused'),
    );
  }
}
