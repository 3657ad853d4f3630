import { VersionedMap } from '@node-unit/basics';
import type { Deployment } from '@node-unit/deployment';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type CandidateVerdict,
  type ClaimPolicy,
  NOTHING_WAITS,
  planRound,
  rememberEligible,
  type RoundIndex,
  type RoundInput,
  type RoundPlan,
  updateIndex,
  type Waiting,
} from '../index.js';
import { planRoundPlainly, rememberEligiblePlainly } from '../testing.js';
import { roundInput, settled } from './builders.js';
import { afterStep, policies, type Step, step } from './histories.js';

/** What a node-unit remembers from one round to the next. */
interface Memory {
  readonly plan: (input: RoundInput) => RoundPlan;
  readonly remember: typeof rememberEligible;
  waiting: Waiting;
}

const FIRST: RoundInput = roundInput({
  membership: settled('a', 'b'),
  patienceMs: 1_000,
  trusts: ({ updatedAt }) => updatedAt !== '2026-01-03',
  declines: ({ id }) => (id === '4' ? 'not again' : undefined),
  isOwnProgram: ({ command, id }) => (id === '5' ? undefined : command === 'own'),
  provenAbsenceMs: ({ claimEpoch }) => claimEpoch * 1_000,
});

/** The rounds of a node-unit in a history, planned both ways. */
function roundsOf(history: readonly Step[], policy: ClaimPolicy) {
  let rows = VersionedMap.of<string, Deployment>([]);
  let facts: RoundInput = { ...FIRST, policy };
  let index: RoundIndex | undefined;
  const indexed: Memory = {
    plan: (input) => planRound(input, (index = updateIndex(index, rows, input.pendingWrites))),
    remember: rememberEligible,
    waiting: NOTHING_WAITS,
  };
  const plain: Memory = { plan: planRoundPlainly, remember: rememberEligiblePlainly, waiting: NOTHING_WAITS };
  return history.flatMap((each) => {
    rows = afterStep(rows, each);
    const { membership, pendingWrites } = { ...facts, ...definedOf(each) };
    facts = { ...facts, membership, pendingWrites, nowMs: facts.nowMs + each.passedMs };
    if (each.round === undefined) return [];
    const input = { ...facts, replica: { state: 'current' as const, deployments: rows } };
    const isWhole = each.round === 'all';
    return [{ indexed: oneRound(indexed, input, isWhole), plain: oneRound(plain, input, isWhole) }];
  });
}

function definedOf({ membership, pendingWrites }: Step): Partial<Pick<RoundInput, 'membership' | 'pendingWrites'>> {
  return { ...(membership && { membership }), ...(pendingWrites && { pendingWrites }) };
}

function oneRound(memory: Memory, facts: RoundInput, isWhole: boolean) {
  const plan = memory.plan({ ...facts, waiting: memory.waiting });
  const verdicts = verdictsOf(plan, isWhole);
  memory.waiting = plan.kind === 'act' ? memory.remember(plan.waiting, verdicts, facts.nowMs) : NOTHING_WAITS;
  return { plan: contentsOf(plan), verdicts: verdicts.map(inFull), waiting: observationsOf(memory.waiting) };
}

function verdictsOf(plan: RoundPlan, ofAll: boolean): readonly CandidateVerdict[] {
  if (plan.kind === 'skip') return [];
  const verdicts: CandidateVerdict[] = [];
  for (const candidate of plan.candidates) {
    const verdict = plan.judge(candidate);
    verdicts.push(verdict);
    if (!ofAll && verdict.kind === 'eligible') break;
  }
  return verdicts;
}

/** With what is worked out when somebody looks at it. */
function inFull(verdict: CandidateVerdict): CandidateVerdict {
  const { deploymentId, rankings, eligible } = verdict;
  if (verdict.kind === 'eligible')
    return { kind: 'eligible', deploymentId, rankings, eligible, patience: verdict.patience };
  const { reason, detail, patience } = verdict;
  return { kind: 'refused', deploymentId, reason, detail, rankings, eligible, patience };
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** What is in no particular order is sorted. */
function contentsOf(plan: RoundPlan): unknown {
  if (plan.kind === 'skip') return plan;
  const { lostAddresses, releasable, candidates, view } = plan;
  return {
    lostAddresses,
    releasable: { ...releasable, exclusive: [...releasable.exclusive].sort(byText) },
    candidates,
    nodeUnits: view.nodeUnits,
    nowMs: view.nowMs,
    held: [...view.deploymentsByAddress].map(([address, held]) => [address, [...held].sort(byText)]).sort(byText),
  };
}

function observationsOf({ candidates, claims, renewed }: Waiting): unknown {
  const waiting = [...candidates].map(([id, { row, sinceMs, eligibleSinceMs }]) => {
    return [id, row, sinceMs, [...(renewed?.get(eligibleSinceMs) ?? eligibleSinceMs)].sort(byText)];
  });
  return { waiting: waiting.sort(byText), claims: [...claims].sort(byText) };
}

describe('the indexed plan', () => {
  it.each(policies)('is the plain plan in every round of every history: $name', (policy) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (history) => {
        for (const { indexed, plain } of roundsOf(history, policy)) expect(indexed).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  it('judges so many histories that every verdict occurs', () => {
    const histories = fc.sample(fc.array(step, { minLength: 20, maxLength: 40 }), { numRuns: 40, seed: 1 });
    const verdicts = policies.flatMap((policy) =>
      histories.flatMap((history) => roundsOf(history, policy).flatMap(({ plain }) => plain.verdicts)),
    );
    const seen = new Set(verdicts.map((verdict) => (verdict.kind === 'refused' ? verdict.reason : verdict.kind)));
    expect(verdicts.some(({ patience }) => (patience?.widenedBy ?? 0) > 0)).toBe(true);
    const reasons = [
      'untrusted_package',
      'constraints',
      'other_names',
      'command_not_allowed',
      'given_up',
      'policy_error',
    ];
    expect(seen).toEqual(new Set([...reasons, 'not_eligible', 'eligible']));
  });
});
