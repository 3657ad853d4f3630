import { Subscription } from 'rxjs';

import type { TerminalProblemCode } from '../terminal/TerminalProblem.js';
import { isRequest } from '../wire/isRequest.js';
import type { JsonSchema } from '../wire/JsonValue.js';
import type { Message } from '../wire/Message.js';
import { randomUuid } from '../wire/randomUuid.js';
import type { ServiceInfo } from '../wire/TerminalInfo.js';
import { type OfferedService, routeRequest } from './routeRequest.js';
import { SchemaMatcher } from './SchemaMatcher.js';
import { ServerSession } from './ServerSession.js';
import type { ServiceHandler } from './ServiceHandler.js';

const SIGN_OF_LIFE_INTERVAL_MS = 10_000;
const DEFAULT_MAX_SESSIONS_PER_REQUESTER = 1_000;

/**
 * Dependencies of a {@link ServiceEndpoint}.
 *
 * @public
 */
export interface ServiceEndpointOptions {
  /** The source of all replies. */
  readonly terminalId: string;
  /** May throw when the message cannot be put into a frame; the request is then answered 500. */
  readonly send: (message: Message) => void;
  readonly onProblem: (code: TerminalProblemCode, message: string) => void;
  /** Whether a requester is still online; checked periodically. Default: always true. */
  readonly isPresent?: (terminalId: string) => boolean;
  /** Requests and subscriptions of a terminal that may be open at the same time. Default 1,000. */
  readonly maxSessionsOf?: (terminalId: string) => number;
  /** The same for all terminals; `maxSessionsOf` takes precedence. */
  readonly maxSessionsPerRequester?: number;
}

/**
 * The responding side of a terminal: offered services and the sessions of their requests.
 *
 * @remarks
 * An idle session gets a keep-alive message after 10 to 20 s. Only its requester can abort it.
 *
 * @public
 */
export class ServiceEndpoint {
  readonly #options: ServiceEndpointOptions;
  readonly #matcher: SchemaMatcher;
  readonly #services = new Map<string, OfferedService>();
  readonly #sessions = new Map<string, ServerSession>();
  readonly #sessionsOf = new Map<string, number>();
  #timer: ReturnType<typeof setInterval> | undefined;

  public constructor(options: ServiceEndpointOptions) {
    this.#options = options;
    this.#matcher = new SchemaMatcher((message) => options.onProblem('INVALID_SCHEMA', message));
  }

  /** Offers a service under a new id; unsubscribing withdraws it and lets running requests end by themselves. */
  public offer(
    service: { readonly method: string; readonly schema: JsonSchema },
    handler: ServiceHandler,
  ): Subscription {
    const info: ServiceInfo = { service_id: randomUuid(), method: service.method, schema: service.schema };
    this.#services.set(info.service_id, { info, handler });
    return new Subscription(() => this.#services.delete(info.service_id));
  }

  /** The offered services by id, as they are announced. */
  public get serviceInfo(): Readonly<Record<string, ServiceInfo>> {
    return Object.fromEntries([...this.#services].map(([id, service]) => [id, service.info]));
  }

  /** Handles a request or an abort; anything else is none of its business. */
  public receive(message: Message): void {
    if (isRequest(message)) this.#onRequest(message);
    else if (message.done) this.#onAbort(message);
  }

  /** Ends the sessions of terminals that have left, without a message. */
  public endSessions(isConcerned: (terminalId: string) => boolean): void {
    for (const session of [...this.#sessions.values()]) {
      if (isConcerned(session.requesterId)) session.cancel();
    }
  }

  #onRequest(message: Message): void {
    const key = sessionKey(message);
    if (this.#sessions.has(key)) {
      this.#options.onProblem('UNEXPECTED_MESSAGE', `a second ${message.method} request for a session that goes on`);
      return;
    }
    const session = new ServerSession(message, this.#options.terminalId, {
      send: this.#options.send,
      onHandlerFailed: (text) => this.#options.onProblem('HANDLER_FAILED', text),
      onEnded: () => this.#forget(key, session),
    });
    const most = this.#mostOf(session.requesterId);
    if (this.#countOf(session) >= most) {
      const message = `Too Many Requests: a terminal may have at most ${most} open at the same time`;
      return session.turnAway({ code: 429, message });
    }
    this.#remember(key, session);
    const route = routeRequest(this.#services, message, (schema, value) => this.#matcher.matches(schema, value));
    if (route.kind === 'accepted') session.start(route.service.handler);
    else session.refuse(route.res);
  }

  #onAbort(message: Message): void {
    const session = this.#sessions.get(sessionKey(message));
    if (session) {
      session.finish();
      return;
    }
    const isForeign = [...this.#sessions.values()].some(({ traceId }) => traceId === message.trace_id);
    if (isForeign) {
      const text = `${message.source_terminal_id} tried to abort a request of another terminal`;
      this.#options.onProblem('FOREIGN_ABORT', text);
    }
  }

  #remember(key: string, session: ServerSession): void {
    this.#sessions.set(key, session);
    this.#sessionsOf.set(session.requesterId, this.#countOf(session) + 1);
    this.#timer ??= setInterval(() => this.#keepAlive(), SIGN_OF_LIFE_INTERVAL_MS);
  }

  #mostOf(requesterId: string): number {
    const { maxSessionsOf, maxSessionsPerRequester = DEFAULT_MAX_SESSIONS_PER_REQUESTER } = this.#options;
    return maxSessionsOf?.(requesterId) ?? maxSessionsPerRequester;
  }

  #countOf({ requesterId }: ServerSession): number {
    return this.#sessionsOf.get(requesterId) ?? 0;
  }

  #forget(key: string, session: ServerSession): void {
    if (!this.#sessions.delete(key)) return;
    const left = this.#countOf(session) - 1;
    if (left > 0) this.#sessionsOf.set(session.requesterId, left);
    else this.#sessionsOf.delete(session.requesterId);
    if (this.#sessions.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #keepAlive(): void {
    const { isPresent = () => true } = this.#options;
    for (const session of [...this.#sessions.values()]) session.keepAlive(isPresent(session.requesterId));
  }
}

function sessionKey(message: Message): string {
  return JSON.stringify([message.source_terminal_id, message.trace_id]);
}
