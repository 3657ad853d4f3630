import type { Deployment } from '@node-unit/deployment';
import type { CandidateVerdict, PlannedRound, RoundOutcome, Waiting } from '@node-unit/scheduler';

import type { PassedOver, RecordedRound, SharedClaim } from './FaultHistory.js';

/** Records the rounds of all agents, and what they believe to hold. */
export class Recorder {
  public readonly rounds: RecordedRound[] = [];
  public readonly sharedClaims: SharedClaim[] = [];
  public roundCount = 0;

  readonly #nowMs: () => number;
  /** Who believes to hold a deployment at a claim epoch. */
  readonly #believers = new Map<string, string>();

  public constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** An agent finds in its replica that it holds a deployment. */
  public believes(node: string, { id: deploymentId, claimEpoch }: Deployment): void {
    const claim = `${deploymentId} ${claimEpoch}`;
    const other = this.#believers.get(claim) ?? node;
    this.#believers.set(claim, node);
    if (other !== node) {
      this.sharedClaims.push({ atMs: this.#nowMs(), deploymentId, claimEpoch, nodes: [other, node] });
    }
  }

  /** The rounds of one agent, in order. */
  public agent(node: string, agent: number): (planned: PlannedRound, outcome: RoundOutcome) => void {
    const eligibleSinceMs: EligibleSince = new Map();
    return ({ plan, input }, outcome) => {
      this.roundCount += 1;
      if (plan.kind === 'skip') return eligibleSinceMs.clear();
      remember(eligibleSinceMs, plan.waiting, outcome.verdicts, input.nowMs);
      const { result, round, trigger } = outcome;
      const isClaim = result.kind === 'claimed';
      if (!isClaim && result.reason !== 'internal_error' && result.reason !== 'policy_error') return;
      this.rounds.push({
        atMs: this.#nowMs(),
        node,
        agent,
        round,
        trigger,
        claimedId: isClaim ? result.deploymentId : undefined,
        skipReason: isClaim ? undefined : result.reason,
        skipDetail: isClaim ? undefined : result.detail,
        passedOver: passedOver(outcome, eligibleSinceMs, input.nowMs),
        misordered: misordered(plan.candidates),
      });
    };
  }
}

/** Since when a candidate was found eligible in every round, at its claim epoch; by its ID. */
type EligibleSince = Map<string, { readonly claimEpoch: number | undefined; readonly sinceMs: number }>;

function remember(
  eligibleSinceMs: EligibleSince,
  { candidates }: Waiting,
  verdicts: readonly CandidateVerdict[],
  nowMs: number,
): void {
  const epochOf = (id: string): number | undefined => candidates.get(id)?.row.claimEpoch;
  for (const [id, { claimEpoch }] of eligibleSinceMs) if (epochOf(id) !== claimEpoch) eligibleSinceMs.delete(id);
  for (const { deploymentId: id, kind } of verdicts) {
    if (kind === 'refused') eligibleSinceMs.delete(id);
    else if (!eligibleSinceMs.has(id)) eligibleSinceMs.set(id, { claimEpoch: epochOf(id), sinceMs: nowMs });
  }
}

function passedOver(
  { result, verdicts, attempts }: RoundOutcome,
  eligibleSinceMs: EligibleSince,
  nowMs: number,
): readonly PassedOver[] {
  if (result.kind !== 'claimed') return [];
  const tried = new Set(attempts.map(({ verdict }) => verdict.deploymentId));
  const before = verdicts.slice(
    0,
    verdicts.findIndex(({ deploymentId }) => deploymentId === result.deploymentId),
  );
  return before
    .filter(({ kind, deploymentId }) => kind === 'eligible' && !tried.has(deploymentId))
    .map(({ deploymentId }) => ({
      deploymentId,
      eligibleMs: nowMs - (eligibleSinceMs.get(deploymentId)?.sinceMs ?? nowMs),
    }));
}

/** By the words of the documents, and not by what the scheduler has for it. */
function misordered(candidates: readonly Deployment[]): RecordedRound['misordered'] {
  for (let index = 1; index < candidates.length; index += 1) {
    const [one, next] = [candidates[index - 1], candidates[index]];
    if (one && next && isAfter(one, next)) return [one, next];
  }
  return undefined;
}

function isAfter(one: Deployment, other: Deployment): boolean {
  if (one.updatedAt !== other.updatedAt) return one.updatedAt > other.updatedAt;
  if (one.createdAt !== other.createdAt) return one.createdAt > other.createdAt;
  return one.id > other.id;
}
