import type { KeyPair } from '@node-unit/credentials';
import type { SharedKey } from '../builtIns/SharedKey.js';
import type { TerminalProblem } from './TerminalProblem.js';

/**
 * Options for connecting to a host.
 *
 * @public
 */
export interface TerminalOptions {
  /** A ws:// or wss:// URL; it may have the `host_token` in its query, percent-encoded, where `+` means `+`. */
  readonly hostUrl: string;
  /**
   * The host token, or the credential of a workload; takes precedence over the one in the URL. A function is called at every
   * attempt to connect; if it throws, the attempt has failed.
   */
  readonly hostToken?: string | (() => string);
  readonly name: string;
  /** Its public key is the terminal's id. Default: a newly generated pair. */
  readonly keyPair?: KeyPair;
  readonly tags?: Record<string, string>;
  /** Time without a message from the host after which the terminal reconnects, in ms. Default 30,000. */
  readonly receiveTimeoutMs?: number;
  /** Called whenever another terminal has agreed on a key with this one, by `HandShake`. Default: the key is forgotten. */
  readonly onSharedKey?: (agreed: SharedKey) => void;
  /** Called for every problem that was handled. Default: ignored. */
  readonly onProblem?: (problem: TerminalProblem) => void;
}
