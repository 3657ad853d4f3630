import { publicKeyOf } from '#ed25519';
import { concatBytes } from '@noble/hashes/utils';

import { encodeBase58 } from './base58.js';
import type { RawKeys } from './ed25519/RawKeys.js';
import type { KeyPair } from './KeyPair.js';

/** The key pair of a 32-byte seed. */
export function keyPairFromSeed(seed: Uint8Array): KeyPair {
  return keyPairOf({ seed, publicKey: publicKeyOf(seed) });
}

/** The keys as texts. */
export function keyPairOf({ seed, publicKey }: RawKeys): KeyPair {
  return { publicKey: encodeBase58(publicKey), privateKey: encodeBase58(concatBytes(seed, publicKey)) };
}
