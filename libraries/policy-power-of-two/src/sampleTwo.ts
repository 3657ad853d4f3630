/** The places of two of the addresses, or of as many as there are. */
export type Sample = (seed: string) => readonly number[];

/**
 * Samples two of these addresses for one seed after another: those that draw the lowest numbers. The same everywhere, whatever
 * the order, and most seeds keep their two when somebody joins or leaves.
 *
 * @remarks
 * What an address draws is the hash of the seed and of the address after it. FNV-1a changes the last 8 bits of its value by
 * each character and multiplies. So two values that agree in these bits differ afterwards by their difference times a power of
 * the prime: an address is hashed for each of 256 ends of a seed, once and when it is needed, and not for every seed.
 */
export function sampling(addresses: readonly string[]): Sample {
  const powers = Int32Array.from(addresses, ({ length }) => powerOfPrime(length));
  const hashesByEnd: Int32Array[] = [];
  return (seed) => {
    const seeded = hashed(FNV_OFFSET, `${seed} `);
    const end = seeded & LAST_BITS;
    const hashes = (hashesByEnd[end] ??= Int32Array.from(addresses, (address) => hashed(end, address)));
    return lowestTwo(addresses, (place) => (hashes[place] ?? 0) + Math.imul(seeded - end, powers[place] ?? 0));
  };
}

/** The places of those that draw the lowest numbers. */
function lowestTwo(addresses: readonly string[], hashOf: (place: number) => number): readonly number[] {
  let [best, second] = [NOBODY, NOBODY];
  for (let place = 0; place < addresses.length; place += 1) {
    const drawn = mixed(hashOf(place) | 0);
    if (drawn > second.drawn) continue;
    const draw = { drawn, place, address: addresses[place] ?? '' };
    if (isLower(draw, best)) [best, second] = [draw, best];
    else if (isLower(draw, second)) second = draw;
  }
  return [best, second].filter((each) => each !== NOBODY).map(({ place }) => place);
}

const NOBODY = { drawn: Number.POSITIVE_INFINITY, place: -1, address: '' };

/** Of equal numbers, that of the first address by name is the lower one. */
function isLower(one: typeof NOBODY, other: typeof NOBODY): boolean {
  return one.drawn < other.drawn || (one.drawn === other.drawn && one.address < other.address);
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const LAST_BITS = 0xff;

/** FNV-1a of one more text, whose characters are of one byte. */
function hashed(before: number, text: string): number {
  let value = before;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ (text.charCodeAt(index) & LAST_BITS), FNV_PRIME);
  }
  return value;
}

function powerOfPrime(exponent: number): number {
  let power = 1;
  for (let factor = 0; factor < exponent; factor += 1) power = Math.imul(power, FNV_PRIME);
  return power;
}

/** So that texts that differ at their end only are far apart. */
function mixed(value: number): number {
  let result = value;
  result = Math.imul(result ^ (result >>> 16), 0x7feb352d);
  result = Math.imul(result ^ (result >>> 15), 0x846ca68b);
  return (result ^ (result >>> 16)) >>> 0;
}
