import type { ObservableInput } from 'rxjs';

import type { ProgressEvent, Response } from '../wire/Message.js';

/**
 * A request as passed to a handler. `req` satisfies the service's schema.
 *
 * @public
 */
export interface ServiceRequest {
  readonly req: unknown;
  /** The requester, as verified by the host. */
  readonly sourceTerminalId: string;
  readonly traceId: string;
}

/**
 * One message of a reply: a value of a stream, a progress notice, or the response, which ends the session.
 *
 * @public
 */
export type ServiceReply = { readonly res: Response } | { readonly frame: unknown } | { readonly event: ProgressEvent };

/**
 * Handles requests. Returns a promise, an array, an observable or another observable input.
 *
 * @remarks
 * It is unsubscribed after the first `res`, when the requester aborts or leaves, and when the connection is lost.
 * Completing without a `res` ends the session without a response. An error is answered with code 500 and its text.
 *
 * @public
 */
export type ServiceHandler = (request: ServiceRequest) => ObservableInput<ServiceReply>;
