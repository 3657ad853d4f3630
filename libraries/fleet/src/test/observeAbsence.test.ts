import { describe, expect, it } from 'vitest';

import { type Absence, absentForMs, type Membership, NOTHING_OBSERVED, observeAbsence } from '../index.js';
import { aNodeUnit } from '../testing.js';

type Step = readonly [nowMs: number, state: Membership['state'], ...addresses: readonly string[]];

function observe(...steps: readonly Step[]): Absence {
  return steps.reduce<Absence>((absence, [nowMs, state, ...addresses]) => {
    const nodeUnits = addresses.map((address) => aNodeUnit(address));
    return observeAbsence(absence, { state, nodeUnits, seenAddresses: new Set(addresses) }, nowMs);
  }, NOTHING_OBSERVED);
}

describe(observeAbsence.name, () => {
  it('counts from when a node-unit went, up to the last proof and no further', () => {
    const absence = observe([0, 'settled', 'a', 'b'], [100, 'settled', 'a'], [150, 'settled', 'a', 'c']);
    expect(absentForMs(absence, 'b', 400)).toBe(300);
    expect(absentForMs(absence, 'b', 90)).toBe(0);
    expect(absentForMs(absence, 'a', 400)).toBe(0);
  });

  it('counts anew after the shortest return', () => {
    const absence = observe([0, 'settled', 'b'], [100, 'settled'], [200, 'settled', 'b'], [201, 'settled']);
    expect(absentForMs(absence, 'b', 1_000)).toBe(799);
  });

  it('counts who was never listed from when the list became complete', () => {
    const absence = observe([0, 'joining', 'b'], [10, 'host_young'], [50, 'settled', 'a'], [60, 'settled']);
    expect(absentForMs(absence, 'b', 100)).toBe(50);
    expect(absentForMs(observe([0, 'host_young']), 'b', 100)).toBe(0);
  });

  it('counts who went while the host was young', () => {
    expect(absentForMs(observe([0, 'host_young', 'b'], [10, 'host_young']), 'b', 100)).toBe(90);
  });

  it('knows nothing after a time without the host', () => {
    const absence = observe([0, 'settled', 'b'], [100, 'settled'], [200, 'disconnected'], [300, 'settled']);
    expect(absentForMs(absence, 'b', 1_000)).toBe(700);
  });

  it('never counts too long when it forgets', () => {
    const many = Array.from({ length: 1_001 }, (_, index) => `n${index}`);
    const absence = observe([0, 'settled', 'first'], [100, 'settled', ...many], [200, 'settled']);
    expect(absence.leftAtMs.size).toBe(1_000);
    expect(absentForMs(absence, 'first', 1_000)).toBeLessThanOrEqual(900);
    expect(absentForMs(absence, 'n0', 1_000)).toBeLessThanOrEqual(800);
  });
});
