import type { ObservableInput } from 'rxjs';

import type { ProgressEvent, Response } from '../wire/Message.js';

/**
 * A request as its handler sees it. `req` has passed the service's schema.
 *
 * @public
 */
export interface ServiceRequest {
  readonly req: unknown;
  /** Who asks, as far as the host vouches for it. */
  readonly sourceTerminalId: string;
  readonly traceId: string;
}

/**
 * One step of an answer: a value of a stream, a notice of progress, or the response, which ends the session.
 *
 * @public
 */
export type ServiceReply = { readonly res: Response } | { readonly frame: unknown } | { readonly event: ProgressEvent };

/**
 * Answers requests with a promise, an array, an observable …
 *
 * @remarks
 * It is unsubscribed after the first `res`, when the requester aborts or leaves, and when the connection is lost.
 * Completing without a `res` ends the session without a response. An error is answered with code 500 and its text.
 *
 * @public
 */
export type ServiceHandler = (request: ServiceRequest) => ObservableInput<ServiceReply>;
