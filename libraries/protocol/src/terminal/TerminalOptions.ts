import type { KeyPair } from '../keys/KeyPair.js';
import type { TerminalProblem } from './TerminalProblem.js';

/**
 * Options for connecting to a host.
 *
 * @public
 */
export interface TerminalOptions {
  /** A ws:// or wss:// URL; put a `host_token` into its query. */
  readonly hostUrl: string;
  readonly name: string;
  /** Its public key is the terminal's id. Default: a newly generated pair. */
  readonly keyPair?: KeyPair;
  readonly tags?: Record<string, string>;
  /** Time without a message from the host after which the terminal reconnects, in ms. Default 30,000. */
  readonly receiveTimeoutMs?: number;
  /** Called for every problem that was handled. Default: ignored. */
  readonly onProblem?: (problem: TerminalProblem) => void;
}
