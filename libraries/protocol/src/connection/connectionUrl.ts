import type { KeyPair } from '../keys/KeyPair.js';
import { sign } from '../keys/sign.js';
import { ProtocolError } from '../ProtocolError.js';

/**
 * The URL that a terminal connects to: the host's with the terminal's id and its signature of the token in it.
 *
 * @throws {@link ProtocolError} `INVALID_HOST_URL`
 */
export function connectionUrl(hostUrl: string, keyPair: KeyPair, terminalId = keyPair.publicKey): string {
  const url = parse(hostUrl);
  if (!url || !['ws:', 'wss:'].includes(url.protocol)) {
    throw new ProtocolError('INVALID_HOST_URL', 'expected the host URL to begin with ws:// or wss://');
  }
  url.hash = '';
  url.searchParams.set('terminal_id', terminalId);
  url.searchParams.set('signature', sign(url.searchParams.get('host_token') ?? '', keyPair.privateKey));
  return url.toString();
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
