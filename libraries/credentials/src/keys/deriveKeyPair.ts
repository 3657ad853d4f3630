import { sha256 } from '@noble/hashes/sha2';
import { utf8ToBytes } from '@noble/hashes/utils';

import type { KeyPair } from './KeyPair.js';
import { keyPairFromSeed } from './keyPairFromSeed.js';

/**
 * The key pair that a node-unit of this name and password always has: the seed is SHA-256 of password, then name.
 *
 * @remarks
 * The rule is fixed by the deployments that carry such addresses. One round over a short password is weak: whoever
 * knows the address can try passwords.
 *
 * @public
 */
export function deriveKeyPair(name: string, password: string): KeyPair {
  return keyPairFromSeed(sha256(utf8ToBytes(password + name)));
}
