import { type KeyPair, sign } from '@node-unit/credentials';

import { ProtocolError } from '../ProtocolError.js';
import { readHostToken } from './readHostToken.js';

/** Where a host is, and what it is shown. */
export interface HostAddress {
  /** For a host that asks a challenge: neither token nor signature. */
  readonly challengeUrl: string;
  /** For a host that does not: with the token, and a signature of it. */
  readonly plainUrl: string;
  readonly token: string | undefined;
}

/**
 * The addresses by which a terminal connects.
 *
 * @param hostToken - In place of the one in the URL.
 * @throws {@link ProtocolError} `INVALID_HOST_URL`
 */
export function hostAddress(hostUrl: string, keyPair: KeyPair, hostToken?: string): HostAddress {
  const url = URL.canParse(hostUrl) ? new URL(hostUrl) : undefined;
  if (!url || !['ws:', 'wss:'].includes(url.protocol)) {
    throw new ProtocolError('INVALID_HOST_URL', 'expected the host URL to begin with ws:// or wss://');
  }
  url.hash = '';
  const token = hostToken ?? readHostToken(url);
  if (token !== undefined) url.searchParams.set('host_token', token);
  url.searchParams.set('terminal_id', keyPair.publicKey);
  const challengeUrl = new URL(url);
  challengeUrl.searchParams.delete('host_token');
  challengeUrl.searchParams.delete('signature');
  url.searchParams.set('signature', sign(token ?? '', keyPair.privateKey));
  return {
    plainUrl: url.toString(),
    // Without a token there is nothing to hide, and a host that knows no challenge accepts this connection as it is.
    challengeUrl: token === undefined ? url.toString() : challengeUrl.toString(),
    token,
  };
}
