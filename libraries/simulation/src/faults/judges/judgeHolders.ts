import type { FaultHistory, RecordedWrite } from '../FaultHistory.js';
import type { Violation } from './Violation.js';

/** Two node-units never hold a deployment at one claim epoch, and nobody claims what somebody holds. Pure. */
export function judgeHolders({ sharedClaims, unplaced, writes }: FaultHistory): readonly Violation[] {
  const shared = sharedClaims.map(
    ({ atMs, deploymentId, claimEpoch, nodes }) =>
      `${nodes.join(' and ')} both ran ${deploymentId} at claim epoch ${claimEpoch} (${seconds(atMs)}).`,
  );
  const inTheEnd = unplaced
    .filter(({ runners }) => runners.length > 1)
    .map(({ deploymentId, runners }) => `In the end ${runners.join(' and ')} both run ${deploymentId}.`);
  const overOther = writes.filter(({ before, after }) => before.address !== '' && after.address !== '').map(robbery);
  return [...shared, ...inTheEnd, ...overOther].map((sentence) => ({ code: 'TWO_HOLDERS', sentence }));
}

function robbery({ atMs, before, address }: RecordedWrite): string {
  return `${address} claimed ${before.id} that ${before.address} held (${seconds(atMs)}).`;
}

/** A moment of a simulation, for a person. */
export function seconds(ms: number): string {
  return `at ${(ms / 1_000).toFixed(3)} s`;
}
