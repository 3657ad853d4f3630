import { messageOf } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';

import type { CandidateVerdict, RefusalReason } from './CandidateVerdict.js';
import type { ClaimPolicy, NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { describeConstraints, unmetConstraints } from '@node-unit/fleet';
import type { NodeUnit } from '@node-unit/fleet';
import { rankByScore } from './rankByScore.js';
import { type Eligibility, type PatienceInput, widenByPatience } from './widenByPatience.js';

/**
 * The judging node-unit and its policy.
 *
 * @public
 */
export interface Judge {
  /** Own address. */
  readonly self: string;
  readonly policy: ClaimPolicy;
  readonly trusts: (deployment: Deployment) => boolean;
}

/**
 * Filters, ranks and decides for one candidate. The filters are: online and claiming, trusted by this node-unit, and
 * constraints. All node-units with the lowest score are eligible; when patience runs out, the next rank is too.
 */
export function judgeCandidate(
  candidate: Deployment,
  view: ClusterView,
  judge: Judge,
  patienceInput: PatienceInput,
): CandidateVerdict {
  if (!judge.trusts(candidate)) {
    const detail = `${candidate.packageName}@${candidate.packageVersion} is not trusted here`;
    return refuse(candidate, 'untrusted_package', detail);
  }
  const { qualified, detail } = filterByConstraints(candidate, view, judge.self);
  if (detail !== undefined) return refuse(candidate, 'constraints', detail);
  const ranked = rank(candidate, qualified, view, judge.policy);
  if (ranked.kind === 'failed') return refuse(candidate, 'policy_error', ranked.detail);
  const { rankings } = ranked;
  const eligibility = widenByPatience(candidate, rankings, patienceInput);
  return eligibility.eligible.includes(judge.self)
    ? { kind: 'eligible', deploymentId: candidate.id, rankings, ...eligibility }
    : refuse(candidate, 'not_eligible', refusalDetail(judge.self, rankings), { rankings, ...eligibility });
}

const UNRANKED = { rankings: [], eligible: [], patience: undefined };

function refuse(
  { id }: Deployment,
  reason: RefusalReason,
  detail: string,
  ranked: typeof UNRANKED | (Eligibility & { readonly rankings: readonly NodeUnitRanking[] }) = UNRANKED,
): CandidateVerdict {
  return { kind: 'refused', deploymentId: id, reason, detail, ...ranked };
}

interface Filtered {
  readonly qualified: readonly NodeUnit[];
  /** The reason why this node-unit does not meet the constraints. */
  readonly detail: string | undefined;
}

function filterByConstraints({ constraints }: Deployment, { nodeUnits }: ClusterView, self: string): Filtered {
  const claiming = nodeUnits.filter((nodeUnit) => nodeUnit.claiming);
  const qualified = claiming.filter(({ nodeTags }) => unmetConstraints(constraints, nodeTags).length === 0);
  const own = claiming.find(({ address }) => address === self);
  const unmet = own ? unmetConstraints(constraints, own.nodeTags) : [];
  if (unmet.length === 0) return { qualified, detail: undefined };
  const impossible = `nobody can run it: no online node-unit that claims has ${describeConstraints(constraints)}`;
  const needed = `it needs ${unmet.join('; ')}; node-units that qualify: ${qualified.length}`;
  return { qualified, detail: qualified.length === 0 ? impossible : needed };
}

type Ranked =
  | { readonly kind: 'ranked'; readonly rankings: readonly NodeUnitRanking[] }
  | { readonly kind: 'failed'; readonly detail: string };

function rank(candidate: Deployment, nodeUnits: readonly NodeUnit[], view: ClusterView, policy: ClaimPolicy): Ranked {
  try {
    return { kind: 'ranked', rankings: rankByScore(policy.rank(candidate, nodeUnits, view)) };
  } catch (error) {
    return { kind: 'failed', detail: messageOf(error) };
  }
}

function refusalDetail(self: string, rankings: readonly NodeUnitRanking[]): string {
  const own = rankings.find((ranking) => ranking.address === self);
  if (!own) return 'this node-unit is not online and claiming in its own view';
  if (own.kind === 'unscored') return `no score: ${own.reason}`;
  const best = rankings[0];
  return `score ${own.score} is not the best, ${best?.kind === 'scored' ? best.score : 'unknown'}`;
}
