/** "expand 32-byte k" as four little-endian words: the constant of Salsa20. */
const SIGMA: readonly [number, number, number, number] = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];
const DOUBLE_ROUNDS = 10;
/** The places of the state that one double round mixes: its columns, then its rows. */
const QUARTERS: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
];
/** The diagonal, and where the input had been. */
const RESULT: readonly number[] = [0, 5, 10, 15, 6, 7, 8, 9];

/** HSalsa20 of a 32-byte key with an input of zeros, as NaCl's `box` derives its key from what two keys share. */
export function hsalsa20(key: Uint8Array): Uint8Array {
  const words = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const state = new Uint32Array(16);
  SIGMA.forEach((word, index) => (state[index * 5] = word));
  for (let index = 0; index < 4; index += 1) {
    state[1 + index] = words.getUint32(index * 4, true);
    state[11 + index] = words.getUint32(16 + index * 4, true);
  }
  for (let round = 0; round < DOUBLE_ROUNDS; round += 1) {
    for (const places of QUARTERS) mixQuarter(state, places);
  }
  const result = new DataView(new ArrayBuffer(32));
  RESULT.forEach((place, index) => result.setUint32(index * 4, at(state, place), true));
  return new Uint8Array(result.buffer);
}

function mixQuarter(state: Uint32Array, [a, b, c, d]: readonly [number, number, number, number]): void {
  mix(state, b, at(state, a) + at(state, d), 7);
  mix(state, c, at(state, b) + at(state, a), 9);
  mix(state, d, at(state, c) + at(state, b), 13);
  mix(state, a, at(state, d) + at(state, c), 18);
}

function mix(state: Uint32Array, place: number, sum: number, bits: number): void {
  state[place] = at(state, place) ^ ((sum << bits) | ((sum | 0) >>> (32 - bits)));
}

function at(state: Uint32Array, place: number): number {
  return state[place] ?? 0;
}
