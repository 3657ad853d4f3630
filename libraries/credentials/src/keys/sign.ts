import { signBytes } from '#ed25519';
import { utf8ToBytes } from '@noble/hashes/utils';

import { KeyError } from './KeyError.js';
import { decodeBase58, encodeBase58 } from './base58.js';

/**
 * The detached Ed25519 signature (base58) of the message's UTF-8 bytes.
 *
 * @throws {@link KeyError} `INVALID_BASE58` or `INVALID_PRIVATE_KEY_LENGTH` if the text is not a private key
 *
 * @public
 */
export function sign(message: string, privateKey: string): string {
  const bytes = decodeBase58(privateKey);
  if (!bytes) throw new KeyError('INVALID_BASE58', 'expected a private key in base58; got something else');
  if (bytes.length !== 64) {
    throw new KeyError('INVALID_PRIVATE_KEY_LENGTH', `expected a private key of 64 bytes, got ${bytes.length}`);
  }
  return encodeBase58(signBytes(utf8ToBytes(message), bytes.subarray(0, 32)));
}
