/**
 * Machine-readable code of a {@link ProtocolError}.
 *
 * - `INVALID_HOST_URL`: the host's address is no ws:// or wss:// URL
 * - `INVALID_REQUEST`: the value cannot be sent as a request
 * - `DISCONNECTED`: there is no connection to the host, or it was lost before the answer; the request is not repeated
 * - `NO_TERMINAL_AVAILABLE_FOR_REQUEST`: no terminal offers a service that accepts the request
 * - `TARGET_GONE`: the terminal that was asked left the host before it answered
 * - `TIMEOUT`: no message arrived within the time limit of the call
 * - `ABORTED`: the caller's signal ended the call
 *
 * @public
 */
export type ProtocolErrorCode =
  | 'INVALID_HOST_URL'
  | 'INVALID_REQUEST'
  | 'DISCONNECTED'
  | 'NO_TERMINAL_AVAILABLE_FOR_REQUEST'
  | 'TARGET_GONE'
  | 'TIMEOUT'
  | 'ABORTED';

/**
 * A local failure of a call. Responses of other terminals, including error codes, are {@link Response} values.
 *
 * @public
 */
export class ProtocolError extends Error {
  public override readonly name: string = 'ProtocolError';

  public constructor(
    public readonly code: ProtocolErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
