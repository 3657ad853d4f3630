/**
 * What kind of thing a terminal overcame.
 *
 * - `MALFORMED_FRAME`: a frame that cannot be read was dropped
 * - `UNEXPECTED_MESSAGE`: a message that fits no session was dropped
 * - `FOREIGN_ABORT`: somebody tried to end a session that is not theirs
 * - `INVALID_SCHEMA`: a service's schema does not compile; the service counts as not matching
 * - `HANDLER_FAILED`: a service handler threw, or gave a reply that cannot be sent; the requester was answered 500
 * - `ANNOUNCEMENT_FAILED`: the host did not accept what this terminal says about itself
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
 * Something went wrong that disturbs nobody but is worth a line in a log.
 *
 * @public
 */
export interface TerminalProblem {
  readonly code: TerminalProblemCode;
  readonly message: string;
}
