/**
 * Two of the addresses, or as many as there are: those that draw the lowest numbers for this seed. The same everywhere,
 * and most deployments keep their two when somebody joins or leaves.
 */
export function sampleTwo(seed: string, addresses: readonly string[]): readonly string[] {
  const seeded = hashed(FNV_OFFSET, `${seed} `);
  let [best, second] = [NOBODY, NOBODY];
  for (const address of addresses) {
    const drawn = mixed(hashed(seeded, address));
    if (!comesBefore(drawn, address, second)) continue;
    const candidate = { drawn, address };
    [best, second] = comesBefore(drawn, address, best) ? [candidate, best] : [best, candidate];
  }
  return [best, second].filter((each) => each !== NOBODY).map(({ address }) => address);
}

const NOBODY = { drawn: Number.POSITIVE_INFINITY, address: '' };

function comesBefore(drawn: number, address: string, other: typeof NOBODY): boolean {
  return drawn < other.drawn || (drawn === other.drawn && address < other.address);
}

const FNV_OFFSET = 0x811c9dc5;

/** FNV-1a of one more text. */
function hashed(before: number, text: string): number {
  let value = before;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}

/** So that texts that differ at their end only are far apart. */
function mixed(value: number): number {
  let result = value;
  result = Math.imul(result ^ (result >>> 16), 0x7feb352d);
  result = Math.imul(result ^ (result >>> 15), 0x846ca68b);
  return (result ^ (result >>> 16)) >>> 0;
}
