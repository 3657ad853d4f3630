import { describe, expect, it } from 'vitest';

import { createKeyPair, deriveKeyPair, isPublicKey, KeyError, keyPairFromPrivateKey, sign, verify } from '../index.js';
import { decodeBase58, encodeBase58 } from '../keys/base58.js';
import { recordedKeyPair, vectors } from './vectors.js';

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof KeyError) return error.code;
  }
  return undefined;
}

describe('keys', () => {
  it.each(vectors.keys.node_unit_keys)('derives the recorded key pair of $name with $password', (recorded) => {
    const keyPair = { publicKey: recorded.public_key, privateKey: recorded.private_key };
    expect(deriveKeyPair(recorded.name, recorded.password)).toEqual(keyPair);
    expect(keyPairFromPrivateKey(recorded.private_key)).toEqual(keyPair);
  });

  it('refuses a private key that is none, and never repeats it', () => {
    const seedOnly = 'US517G5965aydkZ46HS38QLi7UQiSojurfbQfKCELFx';
    expect(codeOf(() => keyPairFromPrivateKey('1'.repeat(31)))).toBe('INVALID_PRIVATE_KEY_LENGTH');
    expect(codeOf(() => keyPairFromPrivateKey(seedOnly))).toBe('INVALID_PRIVATE_KEY_LENGTH');
    expect(codeOf(() => keyPairFromPrivateKey('1'.repeat(64)))).toBe('PUBLIC_KEY_MISMATCH');
    expect(codeOf(() => keyPairFromPrivateKey('0OIl'))).toBe('INVALID_BASE58');
    expect(codeOf(() => sign('', 'abc'))).toBe('INVALID_PRIVATE_KEY_LENGTH');
    expect(() => keyPairFromPrivateKey(seedOnly)).toThrow(expect.not.objectContaining({ message: seedOnly }));
  });

  it('creates a different key pair every time, which signs and verifies', () => {
    const [first, second] = [createKeyPair(), createKeyPair()];
    expect(first.publicKey).not.toBe(second.publicKey);
    expect(verify('text', sign('text', first.privateKey), first.publicKey)).toBe(true);
    expect(verify('text', sign('text', first.privateKey), second.publicKey)).toBe(false);
  });
});

describe('sign and verify', () => {
  it.each(vectors.signatures.vectors)('makes and accepts the recorded signature of "$message"', (recorded) => {
    expect(sign(recorded.message, recordedKeyPair.privateKey)).toBe(recorded.signature);
    expect(verify(recorded.message, recorded.signature, recordedKeyPair.publicKey)).toBe(true);
    expect(verify(`${recorded.message}.`, recorded.signature, recordedKeyPair.publicKey)).toBe(false);
  });

  it('is false, and does not throw, for malformed input', () => {
    const signature = sign('', recordedKeyPair.privateKey);
    const { publicKey } = recordedKeyPair;
    for (const bad of ['', 'abc', '0OIl', 'ü', '1'.repeat(32), '1'.repeat(64), 'z'.repeat(1_000_000)]) {
      expect(verify('', bad, publicKey)).toBe(false);
      expect(verify('', signature, bad)).toBe(false);
    }
  });
});

describe('isPublicKey', () => {
  it('knows 32 bytes in base58 from everything else', () => {
    expect(isPublicKey(recordedKeyPair.publicKey)).toBe(true);
    for (const text of ['', 'terminal', recordedKeyPair.privateKey, '1'.repeat(31), '0OIl', '@host']) {
      expect(isPublicKey(text)).toBe(false);
    }
  });
});

describe('base58', () => {
  it.each(vectors.base58)('writes $bytes_hex as "$base58"', ({ bytes_hex, base58 }) => {
    const bytes = Uint8Array.from(Buffer.from(bytes_hex, 'hex'));
    expect(encodeBase58(bytes)).toBe(base58);
    expect(decodeBase58(base58)).toEqual(bytes);
  });
});
