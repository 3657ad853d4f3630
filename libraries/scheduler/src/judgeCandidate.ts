import type { Deployment } from '@node-unit/deployment';

import type { CandidateVerdict, RefusalReason } from './CandidateVerdict.js';
import type { ClaimPolicy, NodeUnitRanking } from './ClaimPolicy.js';
import type { ClusterView } from './ClusterView.js';
import { rankByScore } from './rankByScore.js';

/**
 * Who judges, and by what.
 *
 * @public
 */
export interface Judge {
  /** Own address. */
  readonly self: string;
  readonly policy: ClaimPolicy;
  readonly trusts: (deployment: Deployment) => boolean;
}

/** Filters, ranks and decides for one candidate: all with the minimal score are eligible. */
export function judgeCandidate(candidate: Deployment, view: ClusterView, judge: Judge): CandidateVerdict {
  const refuse = (reason: RefusalReason, detail: string, rankings: readonly NodeUnitRanking[] = []) => ({
    ...{ kind: 'refused' as const, deploymentId: candidate.id, reason, detail, rankings },
    eligible: eligibleOf(rankings),
  });
  if (!judge.trusts(candidate)) {
    return refuse('untrusted_package', `${candidate.packageName}@${candidate.packageVersion} is not trusted here`);
  }
  const ranked = rank(candidate, view, judge);
  if (ranked.kind === 'failed') return refuse('policy_error', ranked.detail);
  const eligible = eligibleOf(ranked.rankings);
  return eligible.includes(judge.self)
    ? { kind: 'eligible', deploymentId: candidate.id, rankings: ranked.rankings, eligible }
    : refuse('not_eligible', refusalDetail(judge.self, ranked.rankings), ranked.rankings);
}

type Ranked =
  | { readonly kind: 'ranked'; readonly rankings: readonly NodeUnitRanking[] }
  | { readonly kind: 'failed'; readonly detail: string };

function rank(candidate: Deployment, view: ClusterView, { policy }: Judge): Ranked {
  const nodeUnits = view.nodeUnits.filter((nodeUnit) => nodeUnit.claiming);
  try {
    return { kind: 'ranked', rankings: rankByScore(policy.rank(candidate, nodeUnits, view)) };
  } catch (error) {
    return { kind: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

function eligibleOf(rankings: readonly NodeUnitRanking[]): readonly string[] {
  const best = rankings[0];
  if (best?.kind !== 'scored') return [];
  return rankings.flatMap((each) => (each.kind === 'scored' && each.score === best.score ? [each.address] : []));
}

function refusalDetail(self: string, rankings: readonly NodeUnitRanking[]): string {
  const own = rankings.find((ranking) => ranking.address === self);
  if (!own) return 'this node-unit is not online and claiming in its own view';
  if (own.kind === 'unscored') return `no score: ${own.reason}`;
  const best = rankings[0];
  return `score ${own.score} is not the best, ${best?.kind === 'scored' ? best.score : 'unknown'}`;
}
