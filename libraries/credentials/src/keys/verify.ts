import { verifyBytes } from '#ed25519';
import { utf8ToBytes } from '@noble/hashes/utils';

import { decodeBase58 } from './base58.js';

/**
 * Whether this is the signature of the message by the owner of the public key. Malformed input yields `false`; never
 * throws.
 *
 * @public
 */
export function verify(message: string, signature: string, publicKey: string): boolean {
  const signatureBytes = decodeBase58(signature);
  const publicKeyBytes = decodeBase58(publicKey);
  if (signatureBytes?.length !== 64 || publicKeyBytes?.length !== 32) return false;
  try {
    return verifyBytes(utf8ToBytes(message), signatureBytes, publicKeyBytes);
  } catch {
    return false;
  }
}
