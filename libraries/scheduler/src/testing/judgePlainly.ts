import { messageOf } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';

import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import type { Judge } from '../judge/Judge.js';
import { refuse, untrusted } from '../judge/judgeCandidates.js';
import { qualify } from '../judge/qualify.js';
import { rankByScore } from '../judge/rankByScore.js';
import { refusalDetailOf } from '../judge/Standing.js';
import type { PatienceInput } from '../judge/widenByPatience.js';
import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { widenPlainly } from './widenPlainly.js';

/** Judges one candidate by itself: `rank` of the policy is asked, whether it prepares or not. */
export function judgePlainly(
  candidate: Deployment,
  view: ClusterView,
  judge: Judge,
  patienceInput: PatienceInput,
): CandidateVerdict {
  if (!judge.trusts(candidate)) return refuse(candidate, 'untrusted_package', untrusted(candidate));
  const { qualified, refusal } = qualify(candidate, view.nodeUnits, judge);
  if (refusal !== undefined) return refuse(candidate, ...refusal);
  const declined = judge.declines?.(candidate);
  if (declined !== undefined) return refuse(candidate, 'given_up', declined);
  const rankings = rankPlainly(candidate, qualified, view, judge);
  if (typeof rankings === 'string') return refuse(candidate, 'policy_error', rankings);
  const eligibility = widenPlainly(candidate, rankings, patienceInput);
  return eligibility.eligible.includes(judge.self)
    ? { kind: 'eligible', deploymentId: candidate.id, rankings, ...eligibility }
    : refuse(candidate, 'not_eligible', refusalDetailOf(judge.self, rankings), { rankings, ...eligibility });
}

/** A text says what was thrown. */
function rankPlainly(
  candidate: Deployment,
  nodeUnits: readonly NodeUnit[],
  view: ClusterView,
  { policy }: Judge,
): readonly NodeUnitRanking[] | string {
  try {
    return rankByScore(policy.rank(candidate, nodeUnits, view));
  } catch (error) {
    return messageOf(error);
  }
}
