import { KeyError } from './KeyError.js';
import { decodeBase58 } from './base58.js';
import type { KeyPair } from './KeyPair.js';
import { keyPairFromSeed } from './keyPairFromSeed.js';

const PRIVATE_KEY_BYTES = 64;
const SEED_BYTES = 32;

/**
 * The key pair of a private key.
 *
 * @throws {@link KeyError} `INVALID_BASE58`, `INVALID_PRIVATE_KEY_LENGTH` (not 64 bytes), `PUBLIC_KEY_MISMATCH` (the
 * second half is not the public key of the first). The messages never contain the key.
 *
 * @public
 */
export function keyPairFromPrivateKey(privateKey: string): KeyPair {
  const bytes = decodeBase58(privateKey);
  if (!bytes) throw new KeyError('INVALID_BASE58', 'expected a private key in base58; got something else');
  if (bytes.length !== PRIVATE_KEY_BYTES) {
    throw new KeyError('INVALID_PRIVATE_KEY_LENGTH', `expected a private key of 64 bytes, got ${bytes.length}`);
  }
  const keyPair = keyPairFromSeed(bytes.subarray(0, SEED_BYTES));
  if (keyPair.privateKey !== privateKey) {
    throw new KeyError('PUBLIC_KEY_MISMATCH', 'the private key contains a public key that is not its own');
  }
  return keyPair;
}
