import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from 'pg';

import { EVERYTHING } from '../listenAndLoad.js';
import { selectBucketDigests, selectRowDigests } from '../sql/selectDigests.js';
import type { BucketDigest, RowDigest, TableDigest } from './TableDigest.js';

/** A change is announced an instant after a query can see it. */
const ANNOUNCEMENT_MS = 100;

/**
 * The ids of the rows that are not known as the table has them, although nothing announced that they changed. The
 * database sends 256 sums, and single digests only of what differs.
 *
 * @param pending - What was announced and has not been read yet.
 */
export async function findMissedRows(
  client: Client,
  known: TableDigest,
  pending: ReadonlySet<string>,
): Promise<readonly string[]> {
  const isMissed = (id: string): boolean => !pending.has(EVERYTHING) && !pending.has(id);
  const differing = (await differingIds(client, known)).filter(isMissed);
  if (differing.length === 0) return [];
  await delay(ANNOUNCEMENT_MS);
  return differing.filter(isMissed);
}

async function differingIds(client: Client, known: TableDigest): Promise<readonly string[]> {
  const { rows: sums } = await client.query<BucketDigest>(selectBucketDigests());
  const buckets = known.differingBuckets(sums.map(({ bucket, rows, sum }) => ({ bucket, rows, sum: Number(sum) })));
  if (buckets.length === 0) return [];
  const { rows } = await client.query<{ id: string; digest: RowDigest }>(selectRowDigests(buckets));
  return known.differingIds(buckets, new Map(rows.map(({ id, digest }) => [id, digest])));
}
