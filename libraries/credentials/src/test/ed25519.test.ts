import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import * as browser from '../keys/ed25519/browser.js';
import * as node from '../keys/ed25519/node.js';

const MESSAGE = new Uint8Array(Buffer.from('text'));

/** What an implementation says, a refusal by an error included. */
function verdict({ verifyBytes }: typeof node, message: Uint8Array, signature: Uint8Array, key: Uint8Array): boolean {
  try {
    return verifyBytes(message, signature, key);
  } catch {
    return false;
  }
}

describe('the implementations of Ed25519', () => {
  it.each([node, browser])('generate a public key that is that of the seed', ({ generateKeys }) => {
    const [one, other] = [generateKeys(), generateKeys()];
    expect(one.publicKey).toEqual(browser.publicKeyOf(one.seed));
    expect([one.seed.length, one.publicKey.length]).toEqual([32, 32]);
    expect(other.seed).not.toEqual(one.seed);
  });

  it('sign with one key after the other', () => {
    const message = MESSAGE;
    for (const seed of [1, 2, 1].map((byte) => new Uint8Array(32).fill(byte))) {
      expect(new Uint8Array(node.signBytes(message, seed))).toEqual(browser.signBytes(message, seed));
    }
  });

  it('have the same keys and signatures', () => {
    for (let round = 0; round < 20; round += 1) {
      const [seed, message] = [randomBytes(32), randomBytes(round * 7)].map((bytes) => new Uint8Array(bytes));
      if (seed === undefined || message === undefined) throw new Error('two were asked for');
      const publicKey = node.publicKeyOf(seed);
      expect(publicKey).toEqual(browser.publicKeyOf(seed));
      const signature = new Uint8Array(node.signBytes(message, seed));
      expect(signature).toEqual(browser.signBytes(message, seed));
      expect(verdict(node, message, signature, publicKey)).toBe(true);
      expect(verdict(browser, message, signature, publicKey)).toBe(true);
    }
  });

  it('refuse the same: a changed bit, a malleable signature, keys that are no point', () => {
    const seed = new Uint8Array(randomBytes(32));
    const publicKey = node.publicKeyOf(seed);
    const signature = new Uint8Array(node.signBytes(MESSAGE, seed));
    const flipped = signature.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
    const unreduced = signature.map((byte, at) => (at === 63 ? byte | 0xe0 : byte));
    for (const bad of [flipped, unreduced, new Uint8Array(64)]) {
      expect(verdict(node, MESSAGE, bad, publicKey)).toBe(false);
      expect(verdict(browser, MESSAGE, bad, publicKey)).toBe(false);
    }
    const noPoint = new Uint8Array(32).fill(255);
    expect(verdict(node, MESSAGE, signature, noPoint)).toBe(false);
    expect(verdict(browser, MESSAGE, signature, noPoint)).toBe(false);
  });

  it.each(['00', '01', 'ec', 'ed', 'ee', '26e8', 'c717'])('refuse the point of small order %s...', (start) => {
    const rest = { '26e8': '958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05' }[start];
    const other = { c717: '6a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a' }[start];
    const filled = start.startsWith('0') ? '00'.repeat(31) : `${'ff'.repeat(30)}7f`;
    const key = Buffer.from(`${start}${rest ?? other ?? filled}`, 'hex');
    for (const signBit of [0, 0x80]) {
      key.writeUInt8((key.readUInt8(31) & 0x7f) | signBit, 31);
      // What is a signature of everything by the neutral point.
      const signature = new Uint8Array(64).fill(1, 0, 1);
      expect(verdict(node, MESSAGE, signature, new Uint8Array(key))).toBe(false);
      expect(verdict(browser, MESSAGE, signature, new Uint8Array(key))).toBe(false);
    }
  });
});
