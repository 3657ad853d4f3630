import { defer, type Observable } from 'rxjs';

import { ProtocolError } from '../ProtocolError.js';
import { CallRouter } from '../terminal/CallRouter.js';
import type { ServiceCall } from '../terminal/ServiceCall.js';
import type { Message } from '../wire/Message.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';
import { ClientSessions } from './ClientSessions.js';

/**
 * The requesting side of a terminal, for a program that has its own way to send and receive, such as a host.
 *
 * @public
 */
export class ServiceClient {
  readonly #sessions: ClientSessions;
  readonly #router = new CallRouter(() => undefined);

  /** @param send - returns whether the message was sent */
  public constructor(terminalId: string, send: (message: Message) => boolean) {
    this.#sessions = new ClientSessions(terminalId, send);
  }

  /**
   * Asks one of these terminals on subscription and emits every message of the session. Unsubscribing aborts it. Fails with a
   * {@link ProtocolError}. The call's `signal` is not looked at.
   */
  public request(call: ServiceCall, terminals: readonly TerminalInfo[]): Observable<Message> {
    return defer(() => this.#sessions.open(this.#router.route(call, terminals)));
  }

  /** Whether the message belongs to a session of this client. */
  public receive(message: Message): boolean {
    return this.#sessions.receive(message);
  }

  /** A terminal is gone: what it was asked fails. */
  public lose(terminalId: string): void {
    this.#sessions.fail(
      (id) => id === terminalId,
      () => new ProtocolError('TARGET_GONE', `terminal ${terminalId} left the host before it answered`),
    );
  }

  /** Ends all sessions. */
  public stop(): void {
    this.#sessions.completeAll();
  }
}
