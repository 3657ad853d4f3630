import { describe, expect, it } from 'vitest';

import { type ClaimPolicy, type Deployment, explainDeployment, planRound, type RoundPlan } from '../index.js';
import { countPolicy, deployment, replicaOf, roundInput } from './builders.js';

/** A policy that looks at a deployment in some way, and counts how often it is asked and prepared. */
function counting(look: (candidate: Deployment) => unknown, prepares = false) {
  const calls = { ranked: 0, prepared: 0 };
  const policy: ClaimPolicy = {
    ...countPolicy,
    rank: (candidate, nodeUnits, view) => {
      calls.ranked += 1;
      look(candidate);
      return countPolicy.rank(candidate, nodeUnits, view);
    },
    ...(prepares && {
      prepare: (view) => {
        calls.prepared += 1;
        return (candidate, nodeUnits) => policy.rank(candidate, nodeUnits, view);
      },
    }),
  };
  return { policy, calls };
}

const ROWS = Array.from({ length: 100 }, (_, number) =>
  deployment(String(number).padStart(3, '0'), {
    packageName: `package-${number % 4}`,
    constraints: number < 50 ? {} : { zone: { exists: false } },
  }),
);

function planOf(policy: ClaimPolicy): RoundPlan & { kind: 'act' } {
  // Self is not the best, so that everything is judged.
  const held = deployment('held', { address: 'a' });
  const plan = planRound(roundInput({ policy, replica: replicaOf([...ROWS, held]) }));
  if (plan.kind !== 'act') throw new Error(plan.reason);
  return plan;
}

describe('a policy', () => {
  it.each<[string, number, (candidate: Deployment) => unknown]>([
    ['at nothing: once for the node-units that qualify', 2, () => undefined],
    ['at the package: once for each', 8, ({ packageName }) => packageName],
    ['at the constraints: once for each', 2, ({ constraints }) => constraints],
    ['at the id: for every deployment', 100, ({ id }) => id],
    [
      'at the package, and of some at the id: for these, and once for each other package',
      31,
      (candidate) => candidate.packageName === 'package-0' && candidate.id,
    ],
    ['at everything, copied', 100, (candidate) => structuredClone(candidate)],
    ['at everything, spread', 100, (candidate) => ({ ...candidate })],
  ])('is asked for what it looks %s', (_what, times, look) => {
    const { policy, calls } = counting(look);
    const plan = planOf(policy);
    const verdicts = plan.candidates.map(plan.judge);
    expect(verdicts).toHaveLength(100);
    expect(calls.ranked).toBe(times);
  });

  it('is prepared once in a round that asks, and never in one that does not', () => {
    const { policy, calls } = counting(({ id }) => id, true);
    const plan = planOf(policy);
    expect(calls.prepared).toBe(0);
    plan.candidates.forEach(plan.judge);
    expect(calls).toEqual({ ranked: 100, prepared: 1 });
  });

  it('fails one round if it cannot be prepared', () => {
    const policy: ClaimPolicy = {
      ...countPolicy,
      prepare: () => {
        throw new Error('no memory left');
      },
    };
    const plan = planOf(policy);
    expect(plan.candidates.map(plan.judge)[99]).toMatchObject({ reason: 'policy_error', detail: 'no memory left' });
  });

  it('that answers the same question in two ways is asked every time', () => {
    let asked = 0;
    const { policy } = counting((candidate) => {
      asked += 1;
      return asked % 2 === 0 ? candidate.packageName : candidate.packageVersion;
    });
    const plan = planOf(policy);
    plan.candidates.forEach(plan.judge);
    expect(asked).toBeGreaterThan(2);
  });

  it('is not asked again by whoever wants to know why', () => {
    const { policy, calls } = counting(({ id }) => id);
    const plan = planOf(policy);
    const verdict = plan.candidates.map(plan.judge)[7];
    const input = roundInput({ policy, replica: replicaOf(ROWS) });
    const explanation = explainDeployment({ round: 1, input, plan }, '007');
    expect(explanation).toMatchObject({ kind: 'judged' });
    expect(explanation.kind === 'judged' && explanation.verdict).toBe(verdict);
    expect(calls.ranked).toBe(100);
  });
});
