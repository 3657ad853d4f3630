import { Observable, type Subscriber, throwError, timeout } from 'rxjs';

import { ProtocolError } from '../ProtocolError.js';
import { HOST_ID } from '../wire/hostServices.js';
import type { Message } from '../wire/Message.js';
import { abortMessage, requestMessage, type SessionAddress } from '../wire/messageShapes.js';
import { randomUuid } from '../wire/randomUuid.js';

const DEFAULT_TIMEOUT_MS = 60_000;

/** A call whose target has been chosen. */
export interface AddressedCall {
  readonly targetTerminalId: string;
  readonly serviceId?: string;
  readonly method: string;
  readonly req: unknown;
  readonly timeoutMs?: number;
}

interface ClientSession {
  readonly targetTerminalId: string;
  readonly subscriber: Subscriber<Message>;
  nextSeqId: number;
}

/** The requesting side of a terminal: the sessions of its requests. */
export class ClientSessions {
  readonly #terminalId: string;
  readonly #send: (message: Message) => boolean;
  readonly #sessions = new Map<string, ClientSession>();

  /** @param send - returns whether the message was sent; throws if it cannot be serialised */
  public constructor(terminalId: string, send: (message: Message) => boolean) {
    this.#terminalId = terminalId;
    this.#send = send;
  }

  /** Asks on subscription; unsubscribing before the end, and a timeout, tell the target to stop. */
  public open(call: AddressedCall): Observable<Message> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, method, targetTerminalId } = call;
    const silence = () =>
      new ProtocolError('TIMEOUT', `expected a message from ${targetTerminalId} (${method}) within ${timeoutMs} ms`);
    return new Observable<Message>((subscriber) => this.#begin(call, subscriber)).pipe(
      timeout({ each: timeoutMs, with: () => throwError(silence) }),
    );
  }

  /** Whether the message belongs to a session of this terminal. */
  public receive(message: Message): boolean {
    const session = this.#sessions.get(message.trace_id);
    if (!session) return false;
    const { source_terminal_id } = message;
    if (source_terminal_id !== session.targetTerminalId && source_terminal_id !== HOST_ID) return false;
    session.nextSeqId = message.seq_id + 1;
    const isLast = message.res !== undefined || message.done === true;
    if (isLast) this.#sessions.delete(message.trace_id);
    session.subscriber.next(message);
    if (isLast) session.subscriber.complete();
    return true;
  }

  /** Fails the sessions with these targets without notifying the targets. */
  public fail(isConcerned: (targetTerminalId: string) => boolean, error: (targetTerminalId: string) => Error): void {
    for (const [traceId, session] of [...this.#sessions]) {
      if (!isConcerned(session.targetTerminalId)) continue;
      this.#sessions.delete(traceId);
      session.subscriber.error(error(session.targetTerminalId));
    }
  }

  /** Ends all sessions as if their targets had. */
  public completeAll(): void {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) session.subscriber.complete();
  }

  #begin(call: AddressedCall, subscriber: Subscriber<Message>): (() => void) | undefined {
    const address: SessionAddress = {
      traceId: randomUuid(),
      method: call.method,
      sourceTerminalId: this.#terminalId,
      targetTerminalId: call.targetTerminalId,
    };
    const session: ClientSession = { targetTerminalId: call.targetTerminalId, subscriber, nextSeqId: 0 };
    this.#sessions.set(address.traceId, session);
    const failure = this.#tryToSend(requestMessage(address, call.req, call.serviceId));
    if (failure) {
      this.#sessions.delete(address.traceId);
      subscriber.error(failure);
      return undefined;
    }
    return () => {
      if (this.#sessions.delete(address.traceId)) this.#send(abortMessage(address, session.nextSeqId));
    };
  }

  #tryToSend(request: Message): ProtocolError | undefined {
    try {
      if (this.#send(request)) return undefined;
      return new ProtocolError('DISCONNECTED', `${request.method} was not sent: there is no connection to the host`);
    } catch (cause) {
      const text = `${request.method} was not sent: its request cannot be put into a message (${String(cause)})`;
      return new ProtocolError('INVALID_REQUEST', text, { cause });
    }
  }
}
