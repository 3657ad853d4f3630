import { ed25519 } from '@noble/curves/ed25519';
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
    return ed25519.verify(signatureBytes, utf8ToBytes(message), publicKeyBytes, { zip215: false });
  } catch {
    return false;
  }
}
