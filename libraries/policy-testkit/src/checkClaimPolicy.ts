import { messageOf } from '@node-unit/basics';
import type { ClaimPolicy, ClaimPolicyContext } from '@node-unit/scheduler';
import type { CreateClaimPolicy } from '@node-unit/simulation';

import { checkAgreement } from './checks/checkAgreement.js';
import { checkAnswer } from './checks/checkAnswers.js';
import { checkDependence } from './checks/checkDependence.js';
import { checkInSimulations, sampleScenarios } from './checks/checkInSimulations.js';
import { checkMissingData } from './checks/checkMissingData.js';
import { deepFreeze } from './deepFreeze.js';
import type { Finding, FindingCode } from './Finding.js';
import type { Question } from './Question.js';
import { sampleQuestions } from './sampleQuestions.js';

/**
 * Options of {@link checkClaimPolicy}.
 *
 * @beta
 */
export interface CheckOptions {
  /** The environment that the policy is created with. Default: empty. */
  readonly env?: ClaimPolicyContext['env'];
  /** Seed of the questions and simulations. Default 1. */
  readonly seed?: number;
  /** Findings that are intended. Document the reason next to the exception. */
  readonly except?: readonly FindingCode[];
}

/**
 * Checks whether a claim policy keeps its contract: on questions of many kinds, and in simulations with the real
 * scheduler. Works with any test runner: the result is data, empty if there are no findings.
 *
 * @remarks
 * One finding of each code at most. What an answer by itself gets wrong is reported alone: without it the other checks
 * would say nothing new.
 *
 * @param create - `createClaimPolicy` of the policy package.
 *
 * @beta
 */
export async function checkClaimPolicy(
  create: CreateClaimPolicy,
  options: CheckOptions = {},
): Promise<readonly Finding[]> {
  const { env = {}, except = [] } = options;
  const findings = await allFindings(create, { ...options, env });
  const first = new Map<FindingCode, Finding>();
  for (const finding of findings) if (!first.has(finding.code)) first.set(finding.code, finding);
  return [...first.values()].filter(({ code }) => !except.includes(code));
}

async function allFindings(create: CreateClaimPolicy, { env, seed = 1 }: CheckOptions): Promise<readonly Finding[]> {
  const context = { env: env ?? {}, logger: { info: () => undefined, warn: () => undefined } };
  let policies: readonly [ClaimPolicy, ClaimPolicy];
  try {
    policies = [usable(await create(context)), usable(await create(context))];
  } catch (error) {
    const message = messageOf(error);
    return [{ code: 'NOT_CREATED', sentence: `The policy cannot be created: ${message}`, example: { message } }];
  }
  const [policy, other] = policies;
  const questions = sampleQuestions(seed).map(deepFreeze);
  const answers = questions.flatMap((question) => checkAnswer(policy, question));
  if (answers.some(({ code }) => code !== 'SLOW')) return answers;
  return [
    ...answers,
    ...orThrown(() => checkQuestions(policy, other, questions)),
    ...(await checkInSimulations(create, sampleScenarios(env, seed))),
  ];
}

function checkQuestions(policy: ClaimPolicy, other: ClaimPolicy, questions: readonly Question[]): readonly Finding[] {
  const disagreements = checkAgreement(policy, other, questions);
  // What prefers this one now and that one then has not found anything attractive about it.
  const isChance = disagreements.some(({ code }) => code === 'NOT_REPEATABLE');
  return isChance
    ? disagreements
    : [...disagreements, ...checkMissingData(policy), ...checkDependence(policy, questions)];
}

/** A policy may throw at some questions only. */
function orThrown(check: () => readonly Finding[]): readonly Finding[] {
  try {
    return check();
  } catch (error) {
    const message = messageOf(error);
    return [
      {
        code: 'THROWS',
        sentence: `It throws at a question that it has answered before: ${message}`,
        example: { message },
      },
    ];
  }
}

function usable(policy: ClaimPolicy): ClaimPolicy {
  if (typeof policy?.rank === 'function' && typeof policy.describe === 'function' && policy.name !== '') return policy;
  throw new Error('createClaimPolicy did not return an object with name, describe and rank');
}
