import type { JsonValue } from '../wire/JsonValue.js';

/**
 * Whom to ask for what.
 *
 * @public
 */
export interface ServiceCall {
  readonly method: string;
  /** Must be truthy: the protocol does not recognise a request with `0`, `""`, `false` or `null`. */
  readonly req: JsonValue;
  /** Without it, one of the terminals that offer a matching service is chosen at random. */
  readonly targetTerminalId?: string;
  /** Asks this very service, where several of one terminal would accept the request. */
  readonly serviceId?: string;
  /** Ends the call with `ABORTED`. */
  readonly signal?: AbortSignal;
  /** The longest silence between two messages of the session, in ms. Default 60,000. */
  readonly timeoutMs?: number;
}
