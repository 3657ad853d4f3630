/**
 * The kinds of problems that a terminal handles by itself.
 *
 * - `MALFORMED_FRAME`: a frame that cannot be read was dropped
 * - `UNEXPECTED_MESSAGE`: a message that fits no session was dropped
 * - `FOREIGN_ABORT`: a terminal tried to abort a session of another terminal
 * - `INVALID_SCHEMA`: a service's schema does not compile; the service counts as not matching
 * - `HANDLER_FAILED`: a service handler threw, or gave a reply that cannot be sent; the requester was answered 500
 * - `ANNOUNCEMENT_FAILED`: the host rejected the announcement of this terminal
 * - `DIRECTORY_FAILED`: the terminal list could not be fetched; it is tried again
 *
 * @public
 */
export type TerminalProblemCode =
  | 'MALFORMED_FRAME'
  | 'UNEXPECTED_MESSAGE'
  | 'FOREIGN_ABORT'
  | 'INVALID_SCHEMA'
  | 'HANDLER_FAILED'
  | 'ANNOUNCEMENT_FAILED'
  | 'DIRECTORY_FAILED';

/**
 * A problem that was handled and only needs to be logged.
 *
 * @public
 */
export interface TerminalProblem {
  readonly code: TerminalProblemCode;
  readonly message: string;
}
