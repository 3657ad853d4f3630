import type { AddressWrite, Deployment } from '@node-unit/deployment';

/**
 * Assignments that this node-unit has written and that have not come back from the store yet.
 *
 * @remarks
 * A round must see its own earlier writes, or it would count itself too low. A row that is as young as the write
 * (by claim epoch) speaks for itself.
 *
 * @public
 */
export type PendingWrites = ReadonlyMap<string, { readonly address: string; readonly claimEpoch: number }>;

export function withWrites(pending: PendingWrites, address: string, writes: readonly AddressWrite[]): PendingWrites {
  return new Map([
    ...pending,
    ...writes.map(({ deploymentId, claimEpoch }) => [deploymentId, { address, claimEpoch }] as const),
  ]);
}

/** Without the writes that have come back, or whose row is gone. */
export function withoutSeen(pending: PendingWrites, deployments: ReadonlyMap<string, Deployment>): PendingWrites {
  if (pending.size === 0) return pending;
  return new Map(
    [...pending].filter(([id, write]) => (deployments.get(id)?.claimEpoch ?? write.claimEpoch) < write.claimEpoch),
  );
}

export function applyPendingWrite(deployment: Deployment, pending: PendingWrites): Deployment {
  const write = pending.get(deployment.id);
  return write && deployment.claimEpoch < write.claimEpoch ? { ...deployment, ...write } : deployment;
}
