import type { KeyPair } from '@node-unit/credentials';
import type { TerminalProblem } from './TerminalProblem.js';

/**
 * How to join a host.
 *
 * @public
 */
export interface TerminalOptions {
  /** A ws:// or wss:// URL; it may have the `host_token` in its query. */
  readonly hostUrl: string;
  /** The host token, or the credential of a workload; in place of the one in the URL. */
  readonly hostToken?: string;
  readonly name: string;
  /** Its public key becomes the terminal's id. Default: a new one. */
  readonly keyPair?: KeyPair;
  readonly tags?: Record<string, string>;
  /** Silence of the host after which the connection is given up and made anew, in ms. Default 30,000. */
  readonly receiveTimeoutMs?: number;
  /** Told of everything that was dropped or overcome. Default: silent. */
  readonly onProblem?: (problem: TerminalProblem) => void;
}
