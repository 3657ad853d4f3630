import type { JsonValue } from '../wire/JsonValue.js';

/**
 * A request and its target.
 *
 * @public
 */
export interface ServiceCall {
  readonly method: string;
  /** Must be truthy: the protocol does not recognise a request with `0`, `""`, `false` or `null`. */
  readonly req: JsonValue;
  /** If unset, a terminal that offers a matching service is chosen at random. */
  readonly targetTerminalId?: string;
  /** Selects a service if several services of the target accept the request. */
  readonly serviceId?: string;
  /** Aborts the call, which then fails with `ABORTED`. */
  readonly signal?: AbortSignal;
  /** Maximum time between two messages of the session, in ms. Default 60,000. */
  readonly timeoutMs?: number;
}
