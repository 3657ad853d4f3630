import type { Deployment } from '@node-unit/deployment';

import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { ClusterView } from '../policy/ClusterView.js';
import type { CandidateVerdict, RefusalReason } from './CandidateVerdict.js';
import type { Judge } from './Judge.js';
import { memoize } from './memoize.js';
import { qualifying } from './qualify.js';
import { standings } from './standings.js';
import { EligibleVerdict, NotEligibleVerdict } from './Verdict.js';
import { type Eligibility, type PatienceInput, widenByPatience } from './widenByPatience.js';

/**
 * Filters, ranks and decides for the candidates of one round. The filters are: online and claiming, trusted by this
 * node-unit, constraints, commands that are allowed, and what this node-unit has given up. All node-units with the lowest
 * score are eligible; when patience runs out, the next rank is too.
 *
 * @remarks
 * What candidates have in common is worked out once, and a verdict that was given is kept: who asks for it later gets the
 * same.
 */
export function judgeCandidates(
  view: ClusterView,
  judge: Judge,
  patienceInput: PatienceInput,
): (candidate: Deployment) => CandidateVerdict {
  const qualificationOf = qualifying(view.nodeUnits, judge);
  const answerAbout = standings(view, judge);
  let widen: ReturnType<typeof widenByPatience> | undefined;
  return memoize((candidate) => {
    if (!judge.trusts(candidate)) return refuse(candidate, 'untrusted_package', untrusted(candidate));
    const { qualified, refusal } = qualificationOf(candidate);
    if (refusal !== undefined) return refuse(candidate, ...refusal);
    const declined = judge.declines?.(candidate);
    if (declined !== undefined) return refuse(candidate, 'given_up', declined);
    const standing = answerAbout(candidate, qualified);
    if (standing.kind === 'failed') return refuse(candidate, 'policy_error', standing.detail);
    widen ??= widenByPatience(patienceInput);
    const eligibility = widen(candidate, standing);
    return standing.isWithin(eligibility.patience.widenedBy)
      ? new EligibleVerdict(candidate.id, standing, eligibility)
      : new NotEligibleVerdict(candidate.id, standing, eligibility);
  });
}

const UNRANKED = { rankings: [], eligible: [], patience: undefined };

export function refuse(
  { id }: Deployment,
  reason: RefusalReason,
  detail: string,
  ranked: typeof UNRANKED | (Eligibility & { readonly rankings: readonly NodeUnitRanking[] }) = UNRANKED,
): CandidateVerdict {
  return { kind: 'refused', deploymentId: id, reason, detail, ...ranked };
}

export function untrusted({ packageName, packageVersion }: Deployment): string {
  return `${packageName}@${packageVersion} is not trusted here`;
}
