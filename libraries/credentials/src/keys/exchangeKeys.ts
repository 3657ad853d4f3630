import { x25519 } from '@noble/curves/ed25519';
import { randomBytes } from '@noble/hashes/utils';

import { decodeBase58, encodeBase58 } from './base58.js';
import { hsalsa20 } from './hsalsa20.js';
import { KeyError } from './KeyError.js';
import type { KeyPair } from './KeyPair.js';

const KEY_BYTES = 32;

/**
 * A new X25519 key pair, both halves in base58: good for agreeing on a key, not for signatures.
 *
 * @public
 */
export function createExchangeKeyPair(): KeyPair {
  const privateKey = randomBytes(KEY_BYTES);
  return { publicKey: encodeBase58(x25519.getPublicKey(privateKey)), privateKey: encodeBase58(privateKey) };
}

/**
 * The key (base58) that the owners of two X25519 key pairs have in common; each computes it from the own private and the
 * other's public key. It is the one that NaCl's `box` derives.
 *
 * @throws {@link KeyError} `INVALID_BASE58`, `INVALID_PRIVATE_KEY_LENGTH`, or `INVALID_PUBLIC_KEY` if the other's key is
 * none, or one that leaves nothing secret. The messages never contain a key.
 *
 * @public
 */
export function sharedKey(publicKey: string, privateKey: string): string {
  const privateBytes = decodeBase58(privateKey);
  if (!privateBytes) throw new KeyError('INVALID_BASE58', 'expected a private key in base58; got something else');
  if (privateBytes.length !== KEY_BYTES) {
    const text = `expected a private key of ${KEY_BYTES} bytes, got ${privateBytes.length}`;
    throw new KeyError('INVALID_PRIVATE_KEY_LENGTH', text);
  }
  const publicBytes = decodeBase58(publicKey);
  if (publicBytes?.length !== KEY_BYTES) {
    throw new KeyError('INVALID_PUBLIC_KEY', `expected a public key: ${KEY_BYTES} bytes in base58`);
  }
  return encodeBase58(hsalsa20(secretOf(privateBytes, publicBytes)));
}

function secretOf(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  try {
    return x25519.getSharedSecret(privateKey, publicKey);
  } catch {
    throw new KeyError('INVALID_PUBLIC_KEY', 'the public key is one with which every key has the same in common');
  }
}
