import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { rememberSampling } from '../rememberSampling.js';
import { sampling } from '../sampleTwo.js';

/** As the documentation has it: the lowest hashes of the seed and the address after it. */
function plainly(seed: string, addresses: readonly string[]): readonly string[] {
  const draws = addresses.map((address) => ({ address, drawn: mixed(fnv1a(`${seed} ${address}`)) }));
  draws.sort((a, b) => a.drawn - b.drawn || (a.address < b.address ? -1 : 1));
  return draws.slice(0, 2).map(({ address }) => address);
}

function fnv1a(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193);
  return value;
}

function mixed(value: number): number {
  let result = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  result = Math.imul(result ^ (result >>> 15), 0x846ca68b);
  return (result ^ (result >>> 16)) >>> 0;
}

/** Texts of all lengths up to 64, the same every time. */
function texts(kind: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_each, number) =>
    createHash('sha256')
      .update(`${kind} ${number}`)
      .digest('hex')
      .slice(0, number % 65),
  );
}

describe(sampling.name, () => {
  it.each([0, 1, 2, 3, 200])('draws what hashing everything draws, of %i addresses', (count) => {
    const addresses = [...new Set(texts('address', count))];
    const sample = sampling(addresses);
    for (const seed of texts('seed', 1_000)) {
      expect(sample(seed).map((place) => addresses[place])).toEqual(plainly(seed, addresses));
    }
  });

  it('is remembered for the latest lists of addresses', () => {
    const samplingOf = rememberSampling();
    const first = samplingOf(['a', 'b']);
    expect(samplingOf(['a', 'b'])).toBe(first);
    expect(samplingOf(['b', 'a'])).not.toBe(first);
    for (let other = 0; other < 10; other += 1) samplingOf([String(other)]);
    expect(samplingOf(['a', 'b'])).not.toBe(first);
  });
});
