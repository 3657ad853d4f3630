import { type Deployment, leaseEndMs } from '@node-unit/deployment';

/**
 * Which exclusive deployments this node-unit may run, and under which claim epoch. See `leaseEndMs` for why.
 */
export interface Leases {
  /** When the request was sent that the host has answered last. */
  readonly provenMs: number;
  /** By deployment id. */
  readonly held: ReadonlyMap<string, { readonly claimEpoch: number; readonly exclusiveMs: number }>;
}

export const NO_LEASES: Leases = { provenMs: Number.NEGATIVE_INFINITY, held: new Map() };

type ExclusiveRow = Pick<Deployment, 'id' | 'claimEpoch' | 'exclusiveMs'>;

/** Whether the daemon, the plain or the exclusive deployment may run now. */
export function mayRun({ held }: Leases, row: ExclusiveRow & Pick<Deployment, 'type'>): boolean {
  if (!isExclusive(row)) return true;
  const lease = held.get(row.id);
  return lease?.claimEpoch === row.claimEpoch && lease.exclusiveMs === row.exclusiveMs;
}

export function isExclusive({ type, exclusiveMs }: Pick<Deployment, 'type' | 'exclusiveMs'>): boolean {
  return type === 'deployment' && exclusiveMs > 0;
}

/** Takes a proof into account. Leases whose end has passed before it arrived are lost for good. */
export function withProof(leases: Leases, askedMs: number, nowMs: number): Leases {
  const held = [...leases.held].filter(([, { exclusiveMs }]) => leaseEndMs(leases.provenMs, exclusiveMs) > nowMs);
  return { provenMs: Math.max(leases.provenMs, askedMs), held: new Map(held) };
}

/** Whether a new lease could be held now. */
export function isProven({ provenMs }: Leases, { exclusiveMs }: ExclusiveRow, nowMs: number): boolean {
  return leaseEndMs(provenMs, exclusiveMs) > nowMs;
}

export function withLease(leases: Leases, { id, claimEpoch, exclusiveMs }: ExclusiveRow): Leases {
  return { ...leases, held: new Map([...leases.held, [id, { claimEpoch, exclusiveMs }]]) };
}

export function withoutLease(leases: Leases, id: string): Leases {
  return { ...leases, held: new Map([...leases.held].filter(([heldId]) => heldId !== id)) };
}

/** How often the membership has to be proven for these rows; undefined = never. */
export function proofIntervalMs(rows: Iterable<Deployment>): number | undefined {
  const shortest = [...rows].filter((row) => row.enabled && isExclusive(row)).map(({ exclusiveMs }) => exclusiveMs);
  if (shortest.length === 0) return undefined;
  return Math.min(2_000, Math.max(50, Math.round(Math.min(...shortest) / 5)));
}
