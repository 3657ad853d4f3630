import { randomBytes } from '@noble/hashes/utils';

import type { KeyPair } from './KeyPair.js';
import { keyPairFromSeed } from './keyPairFromSeed.js';

/**
 * A new key pair from the platform's secure random source.
 *
 * @public
 */
export function createKeyPair(): KeyPair {
  return keyPairFromSeed(randomBytes(32));
}
