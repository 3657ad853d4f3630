import type { Evidence, EvidenceRecord } from './Evidence.js';

/** One try of a node-unit to claim a deployment, with the usage of every node-unit that it knew at that moment. */
export interface ClaimingRound {
  readonly atMs: number;
  readonly nodeUnit: string;
  /** The count of rounds of that node-unit. */
  readonly round: number;
  readonly deploymentId: string;
  readonly claimed: boolean;
  /** By address. */
  readonly usage: Readonly<Record<string, { readonly cpu_percent: number; readonly memory_mb: number } | null>>;
}

/** Every try to claim, in the order in which they happened. */
export function roundsOf({ records }: Pick<Evidence, 'records'>): readonly ClaimingRound[] {
  return records
    .filter(({ event }) => event === 'DeploymentClaimAttempt')
    .map(toRound)
    .sort((a, b) => a.atMs - b.atMs);
}

function toRound({ atMs, nodeUnit, fields }: EvidenceRecord): ClaimingRound {
  return {
    atMs,
    nodeUnit,
    round: Number(fields['round']),
    deploymentId: String(fields['deployment_id']),
    claimed: fields['claimed'] === true,
    usage: fields['usage'] as ClaimingRound['usage'],
  };
}
