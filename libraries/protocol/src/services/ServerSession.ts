import { defer, Subject, takeUntil } from 'rxjs';

import type { Message, Response } from '../wire/Message.js';
import { replyMessage, type ReplyContent, type SessionAddress } from '../wire/messageShapes.js';
import type { ServiceHandler, ServiceReply } from './ServiceHandler.js';

/** What a session needs from its surroundings. */
export interface ServerSessionPorts {
  /** @throws when the message cannot be put into a frame */
  readonly send: (message: Message) => void;
  readonly onHandlerFailed: (message: string) => void;
  readonly onEnded: () => void;
}

/** One accepted request, from its first reply to its last. */
export class ServerSession {
  readonly #request: Message;
  readonly #address: SessionAddress;
  readonly #ports: ServerSessionPorts;
  readonly #ended$ = new Subject<void>();
  #seqId: number;
  #ended = false;
  #spoke = true;
  #requesterWasPresent = true;

  public constructor(request: Message, terminalId: string, ports: ServerSessionPorts) {
    this.#request = request;
    this.#seqId = request.seq_id;
    this.#address = {
      traceId: request.trace_id,
      method: request.method,
      sourceTerminalId: terminalId,
      targetTerminalId: request.source_terminal_id,
    };
    this.#ports = ports;
  }

  public get traceId(): string {
    return this.#address.traceId;
  }

  public get requesterId(): string {
    return this.#address.targetTerminalId;
  }

  public start(handler: ServiceHandler): void {
    this.#reply({ event: { type: 'in_processing' } });
    const { req, source_terminal_id: sourceTerminalId, trace_id: traceId } = this.#request;
    const replies$ = defer(() => handler({ req, sourceTerminalId, traceId }));
    replies$.pipe(takeUntil(this.#ended$)).subscribe({
      next: (reply) => this.#onReply(reply),
      error: (error: unknown) => this.#fail(error),
      complete: () => this.finish(),
    });
  }

  /** Refuses without having been counted. */
  public turnAway(res: Response): void {
    this.#reply({ res, done: true });
    this.#ended = true;
  }

  public refuse(res: Response): void {
    this.#reply({ res, done: true });
    this.finish();
  }

  /** Ends the session with a final message. */
  public finish(): void {
    if (this.#ended) return;
    this.cancel();
    this.#reply({ done: true });
  }

  /** Ends the session without a message, because the requester has left. */
  public cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#ended$.next();
    this.#ports.onEnded();
  }

  /**
   * Sends a keep-alive message if nothing was sent since the last call. A requester that is absent for the second
   * time in a row is gone; once may mean that it has not been announced yet.
   */
  public keepAlive(requesterIsPresent: boolean): void {
    const requesterIsGone = !requesterIsPresent && !this.#requesterWasPresent;
    this.#requesterWasPresent = requesterIsPresent;
    if (requesterIsGone) return this.cancel();
    if (!this.#spoke) this.#reply({});
    this.#spoke = false;
  }

  #onReply(reply: ServiceReply): void {
    if (this.#ended) return;
    try {
      if ('res' in reply) this.refuse(reply.res);
      else if ('event' in reply) this.#reply({ event: reply.event });
      else this.#reply({ frame: reply.frame ?? null });
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#ports.onHandlerFailed(`${this.#address.method}: ${String(error)}`);
    this.refuse({ code: 500, message: `Internal Server Error: ${String(error)}` });
  }

  #reply(content: ReplyContent & { readonly done?: true }): void {
    this.#ports.send(replyMessage(this.#address, this.#seqId + 1, content));
    this.#seqId += 1;
    this.#spoke = true;
  }
}
