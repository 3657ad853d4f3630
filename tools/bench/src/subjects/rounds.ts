import {
  type CandidateVerdict,
  NOTHING_WAITS,
  planRound,
  rememberEligible,
  type RoundIndex,
  type RoundInput,
  type RoundPlan,
  updateIndex,
} from '@node-unit/scheduler';
import { planRoundPlainly, rememberEligiblePlainly } from '@node-unit/scheduler/testing';

/** Rounds of one node-unit as `scheduleRounds` plans them; nothing is written. */
export interface MeasuredRounds {
  /** Gives the verdicts, up to the first that would be a claim. */
  run(facts: Omit<RoundInput, 'waiting'>): readonly CandidateVerdict[];
}

export class IndexedRounds implements MeasuredRounds {
  #index: RoundIndex | undefined;
  #waiting = NOTHING_WAITS;

  public run(facts: Omit<RoundInput, 'waiting'>): readonly CandidateVerdict[] {
    const { replica, pendingWrites, nowMs } = facts;
    if (replica.state !== 'current') throw new Error(`expected a current replica, got one that is ${replica.state}`);
    this.#index = updateIndex(this.#index, replica.deployments, pendingWrites);
    const plan = acting(planRound({ ...facts, waiting: this.#waiting }, this.#index));
    const verdicts = judgeUpTo(plan, plan.candidates.length);
    this.#waiting = rememberEligible(plan.waiting, verdicts, nowMs);
    return verdicts;
  }
}

export class PlainRounds implements MeasuredRounds {
  readonly #most: number;
  #waiting = NOTHING_WAITS;

  /** Judges so many candidates at most. */
  public constructor(most: number) {
    this.#most = most;
  }

  public run(facts: Omit<RoundInput, 'waiting'>): readonly CandidateVerdict[] {
    const plan = acting(planRoundPlainly({ ...facts, waiting: this.#waiting }));
    const verdicts = judgeUpTo(plan, this.#most);
    this.#waiting = rememberEligiblePlainly(plan.waiting, verdicts, facts.nowMs);
    return verdicts;
  }
}

type ActingPlan = RoundPlan & { readonly kind: 'act' };

function acting(plan: RoundPlan): ActingPlan {
  if (plan.kind === 'act') return plan;
  throw new Error(`expected a round that acts, got one that is skipped: ${plan.reason}`);
}

function judgeUpTo({ candidates, judge }: ActingPlan, most: number): readonly CandidateVerdict[] {
  const verdicts: CandidateVerdict[] = [];
  for (const candidate of candidates.slice(0, most)) {
    const verdict = judge(candidate);
    verdicts.push(verdict);
    if (verdict.kind === 'eligible') break;
  }
  return verdicts;
}
