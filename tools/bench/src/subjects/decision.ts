import { applyDeploymentChange, type DeploymentReplica } from '@node-unit/deployment';
import { createClaimPolicy as leastDeployments } from '@node-unit/policy-least-deployments';
import { createClaimPolicy as powerOfTwo } from '@node-unit/policy-power-of-two';
import { createClaimPolicy as resourceUsage } from '@node-unit/policy-resource-usage';
import { createClaimPolicy as spread } from '@node-unit/policy-spread';
import type { CandidateVerdict, ClaimPolicy, PendingWrites, RoundInput } from '@node-unit/scheduler';

import { type Fleet, fleet } from '../fleet.js';
import type { Distribution, Figure } from '../Figure.js';
import { extrapolate, measure } from '../measure.js';
import type { Subject } from '../Subject.js';
import { IndexedRounds, type MeasuredRounds, PlainRounds } from './rounds.js';

/** What is measured, and how often. */
export interface DecisionSize {
  readonly nodeUnits: number;
  readonly deployments: number;
  /** The lengths of the queue. */
  readonly waiting: readonly Queue[];
}

interface Queue {
  readonly length: number;
  readonly goalMs: number;
  readonly repetitions: number;
  readonly plainRepetitions: number;
  /** How many candidates the plain plan judges; the time of the others is taken to be the same. */
  readonly plainlyJudged: number;
}

const FULL_SIZE: DecisionSize = {
  nodeUnits: 1_000,
  deployments: 100_000,
  waiting: [
    { length: 1, goalMs: 5, repetitions: 500, plainRepetitions: 20, plainlyJudged: 1 },
    { length: 1_000, goalMs: 20, repetitions: 200, plainRepetitions: 5, plainlyJudged: 10 },
  ],
};

/** One round of one node-unit that may claim nothing, because it has more to do than the others. */
export function decision(size = FULL_SIZE): Subject {
  return {
    name: 'decision',
    description: 'one round: what it releases and claims, over the index, beside the plain plan',
    measure: () => figures(size),
  };
}

const POLICIES: readonly (() => ClaimPolicy)[] = [
  leastDeployments,
  () => resourceUsage({ env: {} }),
  () => spread({ env: {} }),
  powerOfTwo,
];

async function* figures({ nodeUnits, deployments, waiting }: DecisionSize): AsyncGenerator<Figure> {
  for (const queue of waiting) {
    const cluster = fleet({ nodeUnits, deployments, waiting: queue.length });
    for (const create of POLICIES) yield await figureOf(create, cluster, queue);
  }
}

async function figureOf(create: () => ClaimPolicy, cluster: Fleet, queue: Queue): Promise<Figure> {
  const measured = await measureRounds(new IndexedRounds(), create(), cluster, queue.repetitions);
  const baseline = await plainRounds(create(), cluster, queue);
  const { nodeUnits } = cluster.membership;
  const [policy, rows] = [create().name, cluster.rows.length];
  return {
    subject: 'decision',
    what: {
      en: `one round by ${policy}, ${nodeUnits.length} node-units, ${rows} deployments, ${queue.length} waiting`,
      zh: `策略 ${policy} 的一轮：${nodeUnits.length} 个 node-unit、${rows} 个 deployment、${queue.length} 个等待认领`,
    },
    measured,
    baseline,
    ratio: baseline.cpuMedian / measured.cpuMedian,
    goalMs: queue.goalMs,
  };
}

async function plainRounds(policy: ClaimPolicy, cluster: Fleet, queue: Queue): Promise<Figure['baseline']> {
  const { length, plainlyJudged, plainRepetitions } = queue;
  const some = await measureRounds(new PlainRounds(plainlyJudged), policy, cluster, plainRepetitions);
  if (plainlyJudged >= length) return { ...some, what: { en: 'the plain plan', zh: '不用索引的计划' } };
  const none = await measureRounds(new PlainRounds(0), policy, cluster, plainRepetitions);
  const what = {
    en: `the plain plan, by ${plainlyJudged} of ${length} candidates`,
    zh: `不用索引的计划，由 ${length} 个候选中的 ${plainlyJudged} 个推算`,
  };
  return { ...extrapolate(none, some, length / plainlyJudged), what };
}

/** A round that claims judges fewer candidates than it is said to. */
function assertNoClaim(verdicts: readonly CandidateVerdict[]): void {
  const last = verdicts.at(-1);
  if (last?.kind !== 'eligible') return;
  throw new Error(`expected a node-unit that may claim nothing, but it may claim candidate ${verdicts.length}`);
}

const NO_WRITES: PendingWrites = new Map();

/** Before each round, a row has changed and a node-unit has published what it uses. */
function measureRounds(
  rounds: MeasuredRounds,
  policy: ClaimPolicy,
  cluster: Fleet,
  repetitions: number,
): Promise<Distribution> {
  let replica: DeploymentReplica = applyDeploymentChange(
    { state: 'loading' },
    { kind: 'snapshot', deployments: cluster.rows },
  );
  let { membership } = cluster;
  return measure({
    repetitions,
    warmUp: Math.ceil(repetitions / 10),
    prepare: (step) => {
      const upserted = [cluster.changedRow(step)];
      replica = applyDeploymentChange(replica, { kind: 'delta', upserted, removedIds: [] });
      membership = cluster.nextMembership(membership, step);
      const facts: Omit<RoundInput, 'waiting'> = {
        self: cluster.self,
        policy,
        trusts: () => true,
        membership,
        replica,
        pendingWrites: NO_WRITES,
        nowMs: step * 5,
        patienceMs: 10_000,
      };
      return () => assertNoClaim(rounds.run(facts));
    },
  });
}
