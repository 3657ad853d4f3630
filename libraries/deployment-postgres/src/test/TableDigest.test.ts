import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { BUCKETS, type BucketDigest, TableDigest } from '../digest/TableDigest.js';

const digests = fc.dictionary(fc.uuid(), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxKeys: 30 });

/** As a database would sum them up. */
function bucketsOf(rows: ReadonlyMap<string, number>): readonly BucketDigest[] {
  return Array.from({ length: BUCKETS }, (_, bucket) => {
    const own = [...rows].filter(([id]) => Number.parseInt(id.slice(0, 2), 16) === bucket);
    return { bucket, rows: own.length, sum: own.reduce((sum, [, digest]) => sum + digest, 0) };
  }).filter(({ rows: count }) => count > 0);
}

describe(TableDigest.name, () => {
  it('finds exactly the rows that differ, whatever was written before', () => {
    fc.assert(
      fc.property(digests, digests, fc.array(fc.uuid()), (before, now, others) => {
        const known = new TableDigest();
        for (const id of others) known.set(id, 1);
        for (const id of others) known.delete(id);
        for (const [id, digest] of Object.entries(before)) known.set(id, digest);
        const table = new Map(Object.entries(now));
        const buckets = known.differingBuckets(bucketsOf(table));
        const ofBuckets = new Map([...table].filter(([id]) => buckets.includes(Number.parseInt(id.slice(0, 2), 16))));
        const ids = new Set([...Object.keys(before), ...table.keys()]);
        const expected = [...ids].filter((id) => before[id] !== table.get(id));
        expect([...known.differingIds(buckets, ofBuckets)].sort()).toEqual(expected.sort());
      }),
    );
  });
});
