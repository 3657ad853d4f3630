import { VersionedMap } from '@node-unit/basics';

import { memoize } from './memoize.js';

/** Since when each of some addresses has been eligible for a candidate without interruption. */
export type EligibleSince = ReadonlyMap<string, number>;

/** Lists up to this length are looked at each time: that takes less than to remember what candidates have in common. */
const SHORT = 4;

interface Difference {
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

/** The list that a map was made for: candidates whose maps differ in their times were mostly eligible for the same ones. */
const madeFor = new WeakMap<EligibleSince, readonly string[]>();
const lastTimes = new WeakMap<EligibleSince, number>();

function addressesOf(known: EligibleSince): readonly string[] {
  const addresses = madeFor.get(known) ?? [...known.keys()];
  madeFor.set(known, addresses);
  return addresses;
}

function differing(): (from: readonly string[]) => (to: readonly string[]) => Difference {
  return memoize((from: readonly string[]) => {
    const before = new Set(from);
    return memoize((to: readonly string[]) => {
      const after = new Set(to);
      const entered = [...after].filter((address) => !before.has(address));
      return { entered, left: [...before].filter((address) => !after.has(address)) };
    });
  });
}

/** What is known after a round in which some addresses were eligible; the same object if they were before. */
export function nextEligibleSince(nowMs: number): (known: EligibleSince, eligible: readonly string[]) => EligibleSince {
  const differenceOf = differing();
  const nextOf = memoize((known: EligibleSince) =>
    memoize((eligible: readonly string[]) => {
      const { entered, left } = differenceOf(addressesOf(known))(eligible);
      const next =
        entered.length + left.length === 0
          ? known
          : VersionedMap.of(known).with(
              entered.map((address) => [address, nowMs]),
              left,
            );
      madeFor.set(next, eligible);
      return next;
    }),
  );
  return (known, eligible) => (isShortAndSame(known, eligible) ? known : nextOf(known)(eligible));
}

function isShortAndSame(known: EligibleSince, eligible: readonly string[]): boolean {
  return (
    eligible.length <= SHORT &&
    known.size === eligible.length &&
    eligible.every((address, place) => known.has(address) && eligible.indexOf(address) === place)
  );
}

/** When the last of some addresses became eligible; now, if one of them was not before. */
export function lastEligibleMs(nowMs: number): (known: EligibleSince, eligible: readonly string[]) => number {
  const differenceOf = differing();
  const lastMsOf = memoize((known: EligibleSince) =>
    memoize((eligible: readonly string[]) => {
      const { entered, left } = differenceOf(addressesOf(known))(eligible);
      if (entered.length > 0) return nowMs;
      return left.length === 0 ? lastOfAll(known) : lastOf(eligible, known);
    }),
  );
  return (known, eligible) => {
    if (eligible.length > SHORT) return lastMsOf(known)(eligible);
    return eligible.every((address) => known.has(address)) ? lastOf(eligible, known) : nowMs;
  };
}

function lastOfAll(known: EligibleSince): number {
  const lastMs = lastTimes.get(known) ?? lastOf(known.keys(), known);
  lastTimes.set(known, lastMs);
  return lastMs;
}

function lastOf(addresses: Iterable<string>, known: EligibleSince): number {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const address of addresses) lastMs = Math.max(lastMs, known.get(address) ?? lastMs);
  return lastMs;
}
