import type { Deployment } from '@node-unit/deployment';

import { isExclusive } from './Leases.js';

/** When the claim epochs of exclusive deployments were seen first, by deployment id. */
export type EpochsSeen = ReadonlyMap<string, { readonly claimEpoch: number; readonly atMs: number }>;

export const NO_EPOCHS_SEEN: EpochsSeen = new Map();

/** Takes the rows into account that are known now. Pure. */
export function seeEpochs(previous: EpochsSeen, rows: Iterable<Deployment>, nowMs: number): EpochsSeen {
  const seen = new Map<string, { readonly claimEpoch: number; readonly atMs: number }>();
  for (const row of rows) {
    if (!row.enabled || !isExclusive(row)) continue;
    const known = previous.get(row.id);
    seen.set(row.id, known?.claimEpoch === row.claimEpoch ? known : { claimEpoch: row.claimEpoch, atMs: nowMs });
  }
  return seen.size === 0 ? NO_EPOCHS_SEEN : seen;
}

/** Whether the row had this epoch before that moment, as far as it is known. */
export function wasSeen(
  seen: EpochsSeen,
  { id, claimEpoch }: Pick<Deployment, 'id' | 'claimEpoch'>,
  atMs: number,
): boolean {
  const known = seen.get(id);
  return known?.claimEpoch === claimEpoch && known.atMs <= atMs;
}
