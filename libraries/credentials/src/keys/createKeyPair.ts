import { randomBytes } from '@noble/hashes/utils';

import type { KeyPair } from './KeyPair.js';
import { keyPairFromSeed } from './keyPairFromSeed.js';

/**
 * Generates a key pair with the secure random source of the platform.
 *
 * @public
 */
export function createKeyPair(): KeyPair {
  return keyPairFromSeed(randomBytes(32));
}
