import type { KeyPair } from '../keys/KeyPair.js';
import type { TerminalProblem } from './TerminalProblem.js';

/**
 * How to join a host.
 *
 * @public
 */
export interface TerminalOptions {
  /** A ws:// or wss:// URL; a `host_token` belongs into its query. */
  readonly hostUrl: string;
  readonly name: string;
  /** Its public key becomes the terminal's id. Default: a new one. */
  readonly keyPair?: KeyPair;
  readonly tags?: Record<string, string>;
  /** Silence of the host after which the connection is given up and made anew, in ms. Default 30,000. */
  readonly receiveTimeoutMs?: number;
  /** Told of everything that was dropped or overcome. Default: silent. */
  readonly onProblem?: (problem: TerminalProblem) => void;
}
