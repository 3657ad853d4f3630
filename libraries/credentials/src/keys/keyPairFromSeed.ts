import { publicKeyOf } from '#ed25519';
import { concatBytes } from '@noble/hashes/utils';

import { encodeBase58 } from './base58.js';
import type { KeyPair } from './KeyPair.js';

/** The key pair of a 32-byte seed. */
export function keyPairFromSeed(seed: Uint8Array): KeyPair {
  const publicKey = publicKeyOf(seed);
  return { publicKey: encodeBase58(publicKey), privateKey: encodeBase58(concatBytes(seed, publicKey)) };
}
