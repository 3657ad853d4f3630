import { type BackOff, backOffMs } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';

/** How long a deployment that could not run here is left to others. */
const PAUSES: BackOff = { firstMs: 30_000, mostMs: 600_000 };

/** A deployment that this node-unit has given up and handed back. */
export interface Refusal {
  readonly reason: string;
  /** In a row. */
  readonly count: number;
  readonly untilMs: number;
  readonly sinceMs: number;
  /** The row as it was last seen while nobody had it. */
  readonly seen: Pick<Deployment, 'claimEpoch' | 'updatedAt'> | undefined;
}

/** By deployment id. */
export type Refusals = ReadonlyMap<string, Refusal>;

export function withRefusal(refusals: Refusals, id: string, reason: string, nowMs: number): Refusals {
  const count = (refusals.get(id)?.count ?? 0) + 1;
  const untilMs = nowMs + backOffMs(PAUSES, count - 1, 1);
  return new Map([...refusals, [id, { reason, count, untilMs, sinceMs: nowMs, seen: undefined }]]);
}

export function withoutRefusal(refusals: Refusals, id: string): Refusals {
  return refusals.has(id) ? new Map([...refusals].filter(([known]) => known !== id)) : refusals;
}

/**
 * Forgets the refusals of deployments that are gone or that an operator has changed: a change that is no claim and no
 * release leaves the claim epoch as it is.
 */
export function observeRows(refusals: Refusals, rows: ReadonlyMap<string, Deployment>): Refusals {
  if (refusals.size === 0) return refusals;
  const kept = [...refusals].flatMap(([id, refusal]): [string, Refusal][] => {
    const row = rows.get(id);
    return row === undefined || isEdited(refusal, row) ? [] : [[id, withSeen(refusal, row)]];
  });
  const isSame = kept.length === refusals.size && kept.every(([id, refusal]) => refusals.get(id) === refusal);
  return isSame ? refusals : new Map(kept);
}

function withSeen(refusal: Refusal, { address, claimEpoch, updatedAt }: Deployment): Refusal {
  const { seen } = refusal;
  if (address !== '' || (seen?.claimEpoch === claimEpoch && seen.updatedAt === updatedAt)) return refusal;
  return { ...refusal, seen: { claimEpoch, updatedAt } };
}

function isEdited({ seen }: Refusal, { claimEpoch, updatedAt }: Deployment): boolean {
  return seen?.claimEpoch === claimEpoch && seen.updatedAt !== updatedAt;
}

/** Why this node-unit leaves a deployment to others for now. */
export function declinedUntil(refusals: Refusals, id: string, nowMs: number): string | undefined {
  const refusal = refusals.get(id);
  if (refusal === undefined || refusal.untilMs <= nowMs) return undefined;
  const leftS = Math.ceil((refusal.untilMs - nowMs) / 1_000);
  return `it could not run here: ${refusal.reason} It is not tried here again for ${leftS} s, unless its row changes`;
}
