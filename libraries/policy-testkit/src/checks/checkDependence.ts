import { isDeepStrictEqual } from 'node:util';

import type { Deployment } from '@node-unit/deployment';
import {
  type ClaimPolicy,
  type ClusterView,
  NOTHING_WAITS,
  type NodeUnitRanking,
  planRound,
  rankByScore,
} from '@node-unit/scheduler';

import { deepFreeze } from '../deepFreeze.js';
import type { Finding, FindingCode } from '../Finding.js';
import { ask, type Question } from '../Question.js';
import { sampleDeployment } from '../sampleQuestions.js';

const MOST_NODE_UNITS = 10;

/**
 * Finds answers that depend on more than they may: on what only the holder of a deployment sees, on what was asked before, or
 * on something of a deployment that is not read from it, so that the scheduler would take two questions for one. One finding
 * of each kind at most.
 */
export function checkDependence(policy: ClaimPolicy, questions: readonly Question[]): readonly Finding[] {
  const small = questions.filter(({ nodeUnits }) => nodeUnits.length <= MOST_NODE_UNITS);
  const differsPrepared = firstFinding(
    small,
    (question) => preparedDifference(policy, question) ?? bestDifference(policy, question),
  );
  return [
    ...firstFinding(small, (question) => privateDifference(policy, question)),
    ...differsPrepared,
    // What differs when it is prepared differs in rounds, too.
    ...(differsPrepared.length > 0 ? [] : firstFinding(small, (question) => sharedDifference(policy, question))),
  ];
}

function firstFinding(
  questions: readonly Question[],
  look: (question: Question) => Finding | undefined,
): readonly Finding[] {
  for (const question of questions) {
    const finding = look(question);
    if (finding) return [finding];
  }
  return [];
}

/** Candidates that differ in one way or another, some in nothing that a policy can see. */
const CANDIDATES: readonly Deployment[] = deepFreeze(
  [0, 1, 2, 3, 4, 5]
    .map((number) => sampleDeployment(number))
    .flatMap((row, number) => [
      row,
      { ...row, id: `${row.id.slice(0, -2)}9${number}`, name: 'other', replica: number, claimEpoch: 7 },
      { ...row, packageVersion: '2.0.0', exclusiveMs: 5_000, memoryMaxMb: 64, constraints: { zone: { exists: true } } },
    ]),
);

const HEALTH: Deployment['health'] = {
  probe: { kind: 'tcp', port: 80 },
  intervalMs: 1_000,
  timeoutMs: 1_000,
  failures: 3,
  startGraceMs: 0,
};

function privateDifference(policy: ClaimPolicy, question: Question): Finding | undefined {
  const deployment = deepFreeze({ ...question.deployment, args: ['--seen'], env: { SEEN: 'yes' }, health: HEALTH });
  const [hidden, shown] = [ask(policy, question), ask(policy, { ...question, deployment })];
  if (isSame(hidden, shown)) return undefined;
  const sentence =
    'args, env or health of a deployment change the answer, and only the node-unit that runs it sees them:';
  return finding('PRIVATE_FIELDS', `${sentence} asked about ${question.about}.`, question, [hidden, shown]);
}

function preparedDifference(policy: ClaimPolicy, question: Question): Finding | undefined {
  const prepared = policy.prepare?.(question.view);
  if (!prepared) return undefined;
  for (const deployment of CANDIDATES) {
    const [ranked, rankedPrepared] = [
      alone(policy, { ...question, deployment }),
      prepared(deployment, question.nodeUnits),
    ];
    if (isSame(ranked, rankedPrepared)) continue;
    const sentence = `Prepared, it answers differently than rank does: asked about ${question.about} and ${deployment.packageName}.`;
    return finding('PREPARED_DIFFERS', sentence, question, [ranked, rankedPrepared]);
  }
  return undefined;
}

function bestDifference(policy: ClaimPolicy, question: Question): Finding | undefined {
  const best = policy.prepareBest?.(question.view);
  if (!best) return undefined;
  for (const deployment of CANDIDATES) {
    const [ranked, named] = [bestOf(alone(policy, { ...question, deployment })), best(deployment, question.nodeUnits)];
    if (isSame(ranked, named)) continue;
    const sentence = `prepareBest names others than those that rank finds best: asked about ${question.about} and ${deployment.packageName}.`;
    return finding('PREPARED_DIFFERS', sentence, question, [ranked, named]);
  }
  return undefined;
}

function bestOf(rankings: readonly NodeUnitRanking[]): readonly NodeUnitRanking[] {
  const scored = rankings.flatMap((each) => (each.kind === 'scored' ? [each] : []));
  const lowest = Math.min(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === lowest);
}

function sharedDifference(policy: ClaimPolicy, question: Question): Finding | undefined {
  const judge = judgeOf(policy, question.view);
  for (const deployment of CANDIDATES) {
    const [ranked, inRound] = [alone(policy, { ...question, deployment }), judge(deployment)];
    if (isSame(ranked, inRound)) continue;
    const sentence =
      'Asked about several deployments of one view, it answers differently than about each by itself, so it looks at more ' +
      `than it reads of them, or remembers what it was asked before: asked about ${question.about}.`;
    return finding('HIDDEN_DEPENDENCE', sentence, question, [ranked, inRound]);
  }
  return undefined;
}

/** The answer to a question that is the first one about its view. */
function alone(policy: ClaimPolicy, question: Question): readonly NodeUnitRanking[] {
  return ask(policy, { ...question, view: { ...question.view } });
}

/** As a round asks. */
function judgeOf(policy: ClaimPolicy, view: ClusterView): (candidate: Deployment) => readonly NodeUnitRanking[] {
  const held = [...view.deploymentsByAddress.values()].flat();
  const plan = planRound({
    self: view.nodeUnits[0]?.address ?? '',
    policy,
    trusts: () => true,
    membership: { state: 'settled', nodeUnits: view.nodeUnits, seenAddresses: new Set() },
    replica: { state: 'current', deployments: new Map([...held, ...CANDIDATES].map((row) => [row.id, row])) },
    pendingWrites: new Map(),
    nowMs: view.nowMs,
    patienceMs: 10_000,
    waiting: NOTHING_WAITS,
  });
  if (plan.kind === 'skip') throw new Error(`a round was skipped: ${plan.reason}`);
  return (candidate) => plan.judge(candidate).rankings;
}

function isSame(one: readonly NodeUnitRanking[], other: readonly NodeUnitRanking[]): boolean {
  return isDeepStrictEqual(rankByScore(one), rankByScore(other));
}

function finding(
  code: FindingCode,
  sentence: string,
  { about }: Question,
  [first, second]: readonly (readonly NodeUnitRanking[])[],
): Finding {
  return { code, sentence, example: { about, first, second } };
}
