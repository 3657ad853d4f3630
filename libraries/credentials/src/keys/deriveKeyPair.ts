import { sha256 } from '@noble/hashes/sha2';
import { utf8ToBytes } from '@noble/hashes/utils';

import type { KeyPair } from './KeyPair.js';
import { keyPairFromSeed } from './keyPairFromSeed.js';

/**
 * Derives the key pair of a node-unit from its name and password: the seed is SHA-256 of the password followed by the
 * name.
 *
 * @remarks
 * The rule must not change, because existing deployments are assigned to such addresses. One hash round is weak for a
 * short password: anyone who knows the address can guess passwords offline.
 *
 * @public
 */
export function deriveKeyPair(name: string, password: string): KeyPair {
  return keyPairFromSeed(sha256(utf8ToBytes(password + name)));
}
