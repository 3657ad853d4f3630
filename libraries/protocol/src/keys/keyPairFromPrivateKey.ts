import { ProtocolError } from '../ProtocolError.js';
import { decodeBase58 } from './base58.js';
import type { KeyPair } from './KeyPair.js';
import { keyPairFromSeed } from './keyPairFromSeed.js';

const PRIVATE_KEY_BYTES = 64;
const SEED_BYTES = 32;

/**
 * The key pair of a private key.
 *
 * @throws {@link ProtocolError} `InvalidBase58`, `InvalidPrivateKeyLength` (not 64 bytes), `PublicKeyMismatch` (the
 * second half is not the public key of the first). The messages never contain the key.
 *
 * @public
 */
export function keyPairFromPrivateKey(privateKey: string): KeyPair {
  const bytes = decodeBase58(privateKey);
  if (!bytes) throw new ProtocolError('InvalidBase58', 'expected a private key in base58; got something else');
  if (bytes.length !== PRIVATE_KEY_BYTES) {
    throw new ProtocolError('InvalidPrivateKeyLength', `expected a private key of 64 bytes, got ${bytes.length}`);
  }
  const keyPair = keyPairFromSeed(bytes.subarray(0, SEED_BYTES));
  if (keyPair.privateKey !== privateKey) {
    throw new ProtocolError('PublicKeyMismatch', 'the private key contains a public key that is not its own');
  }
  return keyPair;
}
