import { setTimeout as delay } from 'node:timers/promises';

import { EVERYTHING } from '../listen/followChannel.js';
import type { Query } from '../listen/FollowOptions.js';
import { selectBucketDigests, selectRowDigests } from '../sql/selectDigests.js';
import type { BucketDigest, RowDigest, TableDigest } from './TableDigest.js';

/** A change is announced an instant after a query can see it. */
const ANNOUNCEMENT_MS = 100;

/**
 * The ids of the rows that are not known as the table has them, although nothing announced that they changed. The
 * database sends 256 sums, and single digests only of what differs.
 *
 * @param announced - What was announced before it is called and has not been read yet.
 */
export async function findMissedRows(
  query: Query,
  known: TableDigest,
  announced: () => Promise<ReadonlySet<string>>,
): Promise<readonly string[]> {
  const differing = await differingIds(query, known);
  if (differing.length === 0) return [];
  await delay(ANNOUNCEMENT_MS);
  const pending = await announced();
  return pending.has(EVERYTHING) ? [] : differing.filter((id) => !pending.has(id));
}

async function differingIds(query: Query, known: TableDigest): Promise<readonly string[]> {
  const sums = await query<BucketDigest>(selectBucketDigests());
  const buckets = known.differingBuckets(sums.map(({ bucket, rows, sum }) => ({ bucket, rows, sum: Number(sum) })));
  if (buckets.length === 0) return [];
  const rows = await query<{ id: string; digest: RowDigest }>(selectRowDigests(buckets));
  return known.differingIds(buckets, new Map(rows.map(({ id, digest }) => [id, digest])));
}
