import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { VersionedMap } from '../index.js';

interface Value {
  readonly number: number;
}

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const steps = fc.array(
  fc.record({
    /** Of the versions so far, the one that is changed: the newest mostly, an earlier one now and then. */
    ago: fc.constantFrom(0, 0, 0, 0, 1, 3),
    set: fc.array(fc.tuple(key, fc.record({ number: fc.nat(9) })), { maxLength: 4 }),
    removed: fc.array(key, { maxLength: 2 }),
  }),
  { maxLength: 30 },
);

type Step = typeof steps extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

interface Version {
  readonly versioned: VersionedMap<string, Value>;
  /** The same by copying. */
  readonly plain: ReadonlyMap<string, Value>;
  /** The index of the version that this one was made of. */
  readonly from: number;
}

function versionsOf(history: readonly Step[]): readonly Version[] {
  const versions: Version[] = [{ versioned: VersionedMap.of<string, Value>([]), plain: new Map(), from: -1 }];
  for (const { ago, set, removed } of history) {
    const from = Math.max(0, versions.length - 1 - ago);
    const base = versions[from];
    if (!base) throw new Error('there is always a first version');
    const plain = new Map([...base.plain, ...set]);
    for (const each of removed) plain.delete(each);
    versions.push({ versioned: base.versioned.with(set, removed), plain, from });
  }
  return versions;
}

const sorted = (entries: Iterable<readonly [string, Value]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

describe(VersionedMap.name, () => {
  it('keeps the contents of every version, whichever was made later and of which', () => {
    fc.assert(
      fc.property(steps, (history) => {
        for (const { versioned, plain } of versionsOf(history)) {
          expect(versioned.size).toBe(plain.size);
          expect(sorted(versioned)).toEqual(sorted(plain));
          expect([...versioned.keys()].sort()).toEqual([...plain.keys()].sort());
          expect(new Set(versioned.values())).toEqual(new Set(plain.values()));
          for (const each of 'abcdefg') {
            expect(versioned.get(each)).toBe(plain.get(each));
            expect(versioned.has(each)).toBe(plain.has(each));
          }
        }
      }),
    );
  });

  it('names what changed since each earlier version of the same line, and nothing else', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const versions = versionsOf(history.map((step) => ({ ...step, ago: 0 })));
        const [first] = versions;
        const last = versions.at(-1);
        if (!first || !last) throw new Error('there is always a first version');
        for (const { versioned, plain } of versions) {
          const changes = VersionedMap.changes(versioned, last.versioned);
          for (const [each, change] of changes ?? []) {
            expect(change).toEqual({ before: plain.get(each), after: last.plain.get(each) });
          }
          const rest = 'abcdef'.split('').filter((each) => !changes?.has(each));
          for (const each of rest) expect(plain.get(each)).toBe(last.plain.get(each));
          expect(changes).toBeDefined();
        }
        if (last.versioned !== first.versioned)
          expect(VersionedMap.changes(last.versioned, first.versioned)).toBeUndefined();
      }),
    );
  });

  it('knows no changes since a map of another line', () => {
    const one = VersionedMap.of<string, Value>([['a', { number: 1 }]]);
    const next = one.with([['a', { number: 2 }]]);
    const branch = one.with([['a', { number: 3 }]]);
    expect(VersionedMap.changes(next, branch)).toBeUndefined();
    expect(VersionedMap.changes(new Map([['a', { number: 1 }]]), next)).toBeUndefined();
  });

  it('lets whoever is iterating finish with what was there', () => {
    const one = VersionedMap.of<string, Value>(['a', 'b', 'c'].map((each) => [each, { number: 1 }]));
    const seen: [string, Value][] = [];
    for (const entry of one) {
      seen.push(entry);
      one.with([['z', { number: 9 }]], ['b', 'c']);
    }
    expect(seen.map(([each]) => each)).toEqual(['a', 'b', 'c']);
  });

  it('is the same version if nothing changes', () => {
    const one = VersionedMap.of([['a', { number: 1 }]]);
    expect(one.with([], ['b'])).toBe(one);
    expect(VersionedMap.of(one)).toBe(one);
  });
});
