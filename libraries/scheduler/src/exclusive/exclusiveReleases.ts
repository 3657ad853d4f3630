import { type AddressWrite, type Deployment, releaseWaitMs } from '@node-unit/deployment';

/**
 * For how long the holder of an exclusive deployment has been missing for certain, by the local monotonic clock: up to
 * the sending of the last request that the host has answered. 0 = it is listed, that is not known, or the claim epoch of
 * the row was not known yet when that request was sent.
 *
 * @public
 */
export type ProvenAbsence = (row: Pick<Deployment, 'id' | 'address' | 'claimEpoch'>) => number;

/** Absence that is never proven: exclusive deployments are not released. */
export const NEVER_ABSENT: ProvenAbsence = () => 0;

/**
 * What can be released of the deployments of lost node-units.
 *
 * @public
 */
export interface Releasable {
  /** Those with something to release now. */
  readonly addresses: readonly string[];
  /** The exclusive ones among them, with the epoch that they are released at. */
  readonly exclusive: readonly AddressWrite[];
  /** How long until the next exclusive one can be released; `undefined` if none waits. */
  readonly nextMs: number | undefined;
}

/** Divides the deployments of lost node-units into those that can be released and those whose holder may still run. Pure. */
export function releasableOf(
  lostAddresses: readonly string[],
  deploymentsByAddress: ReadonlyMap<string, readonly Deployment[]>,
  provenAbsenceMs: ProvenAbsence,
): Releasable {
  const addresses = new Set<string>();
  const exclusive: AddressWrite[] = [];
  let nextMs: number | undefined;
  for (const address of lostAddresses) {
    for (const row of deploymentsByAddress.get(address) ?? []) {
      const leftMs = row.exclusiveMs === 0 ? 0 : releaseWaitMs(row.exclusiveMs) - provenAbsenceMs(row);
      if (leftMs > 0) {
        nextMs = Math.min(nextMs ?? leftMs, leftMs);
        continue;
      }
      addresses.add(address);
      if (row.exclusiveMs > 0) exclusive.push({ deploymentId: row.id, claimEpoch: row.claimEpoch });
    }
  }
  return { addresses: [...addresses], exclusive, nextMs };
}
