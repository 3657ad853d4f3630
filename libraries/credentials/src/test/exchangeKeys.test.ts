import { createDecipheriv } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createExchangeKeyPair, decodeBase58, KeyError, sharedKey } from '../index.js';
import { encodeBase58 } from '../keys/base58.js';
import { vectors } from './vectors.js';

const recorded = vectors.x25519_and_aes_gcm;

describe(sharedKey.name, () => {
  it('computes the recorded key, on both sides', () => {
    expect(sharedKey(recorded.b_public, recorded.a_private)).toBe(recorded.shared_key_base58);
    expect(sharedKey(recorded.a_public, recorded.b_private)).toBe(recorded.shared_key_other_side);
  });

  it('opens with it what was recorded', () => {
    const key = decodeBase58(sharedKey(recorded.b_public, recorded.a_private)) ?? new Uint8Array();
    const bytes = Buffer.from(recorded.aes_gcm.iv12_then_ciphertext_and_tag_hex, 'hex');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    const text = decipher.update(bytes.subarray(12, -16)).toString() + decipher.final().toString();
    expect(text).toBe(recorded.aes_gcm.plaintext_utf8);
  });

  it('is the same for both, and another for every pair', () => {
    const [a, b, c] = [createExchangeKeyPair(), createExchangeKeyPair(), createExchangeKeyPair()];
    const agreed = sharedKey(b.publicKey, a.privateKey);
    expect(sharedKey(a.publicKey, b.privateKey)).toBe(agreed);
    expect(sharedKey(c.publicKey, a.privateKey)).not.toBe(agreed);
  });

  it.each([
    ['no base58', '0OIl', 'INVALID_PUBLIC_KEY'],
    ['too short', 'abc', 'INVALID_PUBLIC_KEY'],
    ['of low order', '1'.repeat(32), 'INVALID_PUBLIC_KEY'],
  ])('refuses a public key that is %s', (_case, publicKey, code) => {
    const { privateKey } = createExchangeKeyPair();
    expect(() => sharedKey(publicKey, privateKey)).toThrow(KeyError);
    expect(() => sharedKey(publicKey, privateKey)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('refuses a private key that is none', () => {
    const { publicKey } = createExchangeKeyPair();
    const codes = ['0OIl', encodeBase58(new Uint8Array(64))].map((privateKey) => {
      try {
        return sharedKey(publicKey, privateKey);
      } catch (error) {
        return (error as KeyError).code;
      }
    });
    expect(codes).toEqual(['INVALID_BASE58', 'INVALID_PRIVATE_KEY_LENGTH']);
  });
});
