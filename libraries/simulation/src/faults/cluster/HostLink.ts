import type { HostConnectionState, NodeUnit } from '@node-unit/fleet';
import { BehaviorSubject, type Observable, ReplaySubject, Subscription } from 'rxjs';

import type { FaultyHost, HostMessage, HostSession } from './FaultyHost.js';
import type { Line } from './Line.js';
import type { MachineClock } from './MachineClock.js';

/** Until the other side of a connection on which nothing comes is given up, as with three missed heartbeats. */
export const SILENCE_MS = 7_000;
/** Until a node-unit tries again to connect, from and to. */
const [LEAST_RETRY_MS, MOST_RETRY_MS] = [200, 4_000];
/** Until an answer is no longer waited for. */
const ANSWER_MS = 5_000;
/** Until a missed notification is noticed: the next one does not continue the numbers. */
const GAP_NOTICED_MS = 2_000;

/** What a connection to the host is made of. */
export interface HostLinkParts {
  readonly host: FaultyHost;
  readonly line: Line;
  readonly clock: MachineClock;
  readonly random: () => number;
  readonly self: NodeUnit;
}

/** The connection of one agent to the host: joins, follows the list, and joins again when the connection is lost. */
export class HostLink {
  public readonly connection$: Observable<HostConnectionState>;
  public readonly nodeUnits$: Observable<readonly NodeUnit[]>;

  readonly #parts: HostLinkParts;
  readonly #connection$ = new BehaviorSubject<HostConnectionState>({ state: 'disconnected' });
  readonly #nodeUnits$ = new ReplaySubject<readonly NodeUnit[]>(1);
  readonly #timers = new Subscription();
  #attempt: object | undefined;
  #session: HostSession | undefined;
  /** The last one that the host has begun; it ends there when the host notices. */
  #atHost: HostSession | undefined;
  #version = -1;

  public constructor(parts: HostLinkParts) {
    this.#parts = parts;
    this.connection$ = this.#connection$;
    this.nodeUnits$ = this.#nodeUnits$;
    this.#nodeUnits$.next([]);
  }

  public connect(): void {
    if (this.#timers.closed) return;
    const { host, line, self } = this.#parts;
    const attempt = {};
    this.#attempt = attempt;
    this.#version = -1;
    if (line.isCut) return this.#retry();
    line.toFar(() => {
      if (this.#timers.closed) return;
      const session = host.join(self, (message) => this.#send(attempt, message));
      this.#atHost = session ?? this.#atHost;
      if (this.#attempt === attempt) this.#session = session;
      if (!session) line.toMachine(() => this.#lost(attempt));
    });
  }

  /** @throws if the host does not answer */
  public askListed(): Promise<ReadonlySet<string>> {
    const { host, line, clock } = this.#parts;
    const session = this.#session;
    return new Promise((resolve, reject) => {
      this.#timers.add(clock.after(ANSWER_MS, () => reject(new Error('there was no answer'))));
      line.toFar(() => {
        const listed = session && host.listedFor(session);
        if (listed) line.toMachine(() => resolve(new Set(listed.map(({ address }) => address))));
      });
    });
  }

  /** Nothing has come for too long on one side; each gives up the connection. */
  public giveUp(side: 'host' | 'machine'): void {
    if (side === 'host' && this.#atHost) this.#parts.host.drop(this.#atHost);
    if (side === 'machine' && this.#attempt) this.#lost(this.#attempt);
  }

  /** The process ends; the host notices later. */
  public end(noticedMs: number): void {
    const session = this.#atHost;
    this.#timers.unsubscribe();
    if (session) this.#parts.clock.afterAll(noticedMs, () => this.#parts.host.drop(session));
  }

  #send(attempt: object, message: HostMessage): void {
    const { line, host, clock } = this.#parts;
    const copies = message.kind === 'list' && !message.isAnswer ? line.copies() : 1;
    for (let copy = 0; copy < copies; copy += 1) line.toMachine(() => this.#receive(attempt, message));
    if (copies === 0) {
      clock.afterAll(GAP_NOTICED_MS, () => {
        if (this.#attempt === attempt && this.#session) host.repeat(this.#session);
      });
    }
  }

  #receive(attempt: object, message: HostMessage): void {
    if (this.#attempt !== attempt || this.#timers.closed) return;
    if (message.kind === 'closed') return this.#lost(attempt);
    if (message.version < this.#version) return;
    const isFirst = this.#version === -1;
    this.#version = message.version;
    this.#nodeUnits$.next(message.nodeUnits);
    if (isFirst) this.#connection$.next({ state: 'connected', hostUptimeMs: message.uptimeMs });
  }

  #lost(attempt: object): void {
    if (this.#attempt !== attempt || this.#timers.closed) return;
    this.#attempt = undefined;
    this.#session = undefined;
    if (this.#connection$.value.state === 'connected') this.#connection$.next({ state: 'disconnected' });
    this.#retry();
  }

  #retry(): void {
    const { clock, random } = this.#parts;
    this.#timers.add(clock.after(LEAST_RETRY_MS + random() * (MOST_RETRY_MS - LEAST_RETRY_MS), () => this.connect()));
  }
}
