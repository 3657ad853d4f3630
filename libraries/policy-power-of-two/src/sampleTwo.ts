/**
 * Two of the addresses, or as many as there are: those that draw the lowest numbers for this seed. The same everywhere,
 * and most deployments keep their two when somebody joins or leaves.
 */
export function sampleTwo(seed: string, addresses: readonly string[]): readonly string[] {
  return addresses
    .map((address) => ({ address, drawn: hash(`${seed} ${address}`) }))
    .sort((a, b) => a.drawn - b.drawn || (a.address < b.address ? -1 : 1))
    .slice(0, 2)
    .map(({ address }) => address);
}

/** FNV-1a, then mixed so that texts that differ at their end only are far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
  return (value ^ (value >>> 16)) >>> 0;
}
