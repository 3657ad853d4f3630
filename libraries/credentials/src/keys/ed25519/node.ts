import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

import type { RawKeys } from './RawKeys.js';

/** What stands before a seed in PKCS #8 (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
/** What stands before a public key in SPKI (RFC 8410). */
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** New keys. A JSON Web Key holds them as they are, where Node.js 20 needs a millisecond to read and write the other forms. */
export function generateKeys(): RawKeys {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { seed: fromBase64Url(d), publicKey: fromBase64Url(x) };
}

/** The public key of a 32-byte seed. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(der.subarray(PUBLIC_PREFIX.length));
}

export function signBytes(message: Uint8Array, seed: Uint8Array): Uint8Array {
  return sign(null, message, privateKeyOf(seed));
}

/** @throws Error if it is no public key */
export function verifyBytes(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (isOfSmallOrder(publicKey)) return false;
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
}

/**
 * The points of small order, and what stands for them in another way, without the sign bit: anybody can sign for them.
 * OpenSSL does not refuse them. Source: RFC 7748, section 7, and the list of libsodium.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]);

function isOfSmallOrder(publicKey: Uint8Array): boolean {
  const point = Buffer.from(publicKey);
  point.writeUInt8(point.readUInt8(31) & 0x7f, 31);
  return SMALL_ORDER.has(point.toString('hex'));
}

/** A program signs with one key, again and again. */
let latest: { readonly seed: Buffer; readonly key: KeyObject } | undefined;

function privateKeyOf(seed: Uint8Array): KeyObject {
  if (latest?.seed.equals(seed)) return latest.key;
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  latest = { seed: Buffer.from(seed), key };
  return key;
}

function fromBase64Url(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'));
}
