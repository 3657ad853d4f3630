import type { Terminal } from './Terminal.js';
import { TerminalClient } from './TerminalClient.js';
import type { TerminalOptions } from './TerminalOptions.js';

/**
 * Connects to a host. Returns immediately, connects in the background, and reconnects until disposed or replaced.
 *
 * @throws {@link ProtocolError} `INVALID_HOST_URL`, or the code of a bad private key
 *
 * @public
 */
export function connectTerminal(options: TerminalOptions): Terminal {
  return new TerminalClient(options);
}
