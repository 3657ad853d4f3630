import { generateKeys } from '#ed25519';

import type { KeyPair } from './KeyPair.js';
import { keyPairOf } from './keyPairFromSeed.js';

/**
 * Generates a key pair with the secure random source of the platform.
 *
 * @public
 */
export function createKeyPair(): KeyPair {
  return keyPairOf(generateKeys());
}
