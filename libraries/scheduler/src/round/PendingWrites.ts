import type { AddressWrite, Deployment } from '@node-unit/deployment';

/**
 * Assignments that this node-unit has written and that the store has not confirmed yet.
 *
 * @remarks
 * A round must see its own earlier writes; otherwise it would underestimate its own count. A row whose claim epoch is
 * at least that of the write replaces it.
 *
 * @public
 */
export type PendingWrites = ReadonlyMap<string, { readonly address: string; readonly claimEpoch: number }>;

export function withWrites(pending: PendingWrites, address: string, writes: readonly AddressWrite[]): PendingWrites {
  if (writes.length === 0) return pending;
  return new Map([
    ...pending,
    ...writes.map(({ deploymentId, claimEpoch }) => [deploymentId, { address, claimEpoch }] as const),
  ]);
}

/** Removes the writes that have been confirmed or whose row no longer exists. */
export function withoutSeen(pending: PendingWrites, deployments: ReadonlyMap<string, Deployment>): PendingWrites {
  if (pending.size === 0) return pending;
  const unseen = [...pending].filter(
    ([id, write]) => (deployments.get(id)?.claimEpoch ?? write.claimEpoch) < write.claimEpoch,
  );
  return unseen.length === pending.size ? pending : new Map(unseen);
}

export function applyPendingWrite(deployment: Deployment, pending: PendingWrites): Deployment {
  const write = pending.get(deployment.id);
  return write && deployment.claimEpoch < write.claimEpoch ? { ...deployment, ...write } : deployment;
}
