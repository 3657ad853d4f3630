import type { Deployment } from '@node-unit/deployment';

import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { askAbout } from './ask.js';
import type { CandidateVerdict, RefusalReason } from './CandidateVerdict.js';
import type { Judge } from './Judge.js';
import { memoize } from './memoize.js';
import { qualifying } from './qualify.js';
import { Questions } from './Questions.js';
import { Ranks } from './Ranks.js';
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
  const ask = askAbout(judge.policy, view);
  const questions = new Questions((...question) => {
    const ranked = ask(...question);
    return ranked.kind === 'failed' ? ranked : { ...ranked, ...standingOf(judge.self, ranked.rankings) };
  });
  let widen: ReturnType<typeof widenByPatience> | undefined;
  return memoize((candidate) => {
    if (!judge.trusts(candidate)) return refuse(candidate, 'untrusted_package', untrusted(candidate));
    const { qualified, refusal } = qualificationOf(candidate);
    if (refusal !== undefined) return refuse(candidate, ...refusal);
    const declined = judge.declines?.(candidate);
    if (declined !== undefined) return refuse(candidate, 'given_up', declined);
    const answer = questions.answer(candidate, qualified);
    if (answer.kind === 'failed') return refuse(candidate, 'policy_error', answer.detail);
    widen ??= widenByPatience(patienceInput);
    const { rankings, ranks, place, refusalDetail } = answer;
    const eligibility = widen(candidate, ranks);
    return place <= eligibility.patience.widenedBy
      ? { kind: 'eligible', deploymentId: candidate.id, rankings, ...eligibility }
      : refuse(candidate, 'not_eligible', refusalDetail, { rankings, ...eligibility });
  });
}

/** Where this node-unit stands in a ranking. */
function standingOf(
  self: string,
  rankings: readonly NodeUnitRanking[],
): { readonly ranks: Ranks; readonly place: number; readonly refusalDetail: string } {
  const ranks = new Ranks(rankings);
  return { ranks, place: ranks.placeOf(self), refusalDetail: refusalDetailOf(self, rankings) };
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

export function refusalDetailOf(self: string, rankings: readonly NodeUnitRanking[]): string {
  const own = rankings.find((ranking) => ranking.address === self);
  if (!own) return 'this node-unit is not online and claiming in its own view';
  if (own.kind === 'unscored') return `no score: ${own.reason}`;
  const best = rankings[0];
  return `score ${own.score} is not the best, ${best?.kind === 'scored' ? best.score : 'unknown'}`;
}
