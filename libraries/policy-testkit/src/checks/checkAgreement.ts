import { isDeepStrictEqual } from 'node:util';

import type { ClaimPolicy, NodeUnitRanking } from '@node-unit/scheduler';
import { createRandom } from '@node-unit/simulation';

import type { Finding, FindingCode } from '../Finding.js';
import { ask, type Question } from '../Question.js';

/**
 * Asks the same in several ways, and finds where the answers differ: again, of another instance, and with the node-units
 * in another order. One finding for each way at most.
 */
export function checkAgreement(
  policy: ClaimPolicy,
  other: ClaimPolicy,
  questions: readonly Question[],
): readonly Finding[] {
  const again = firstDifference(questions, (question) => [ask(policy, question), ask(policy, question)]);
  // Whoever does not agree with itself agrees with nobody; the other findings would say the same.
  if (again) {
    return [
      finding(
        'NOT_REPEATABLE',
        'The same question has two answers, so there is a clock, a counter or chance in it:',
        again,
      ),
    ];
  }
  const elsewhere = firstDifference(questions, (question) => [ask(policy, question), ask(other, question)]);
  const reordered = firstDifference(questions, (question) => [ask(policy, question), ask(policy, reorder(question))]);
  const disagree = 'Two instances of the policy answer differently, so node-units will not agree who may claim:';
  const order = 'The order in which the node-units are listed changes the answer, and it differs between node-units:';
  return [
    ...(elsewhere ? [finding('NOT_DETERMINISTIC', disagree, elsewhere)] : []),
    ...(reordered ? [finding('ORDER_DEPENDENT', order, reordered)] : []),
  ];
}

interface Difference {
  readonly about: string;
  readonly first: NodeUnitRanking | undefined;
  readonly second: NodeUnitRanking | undefined;
}

function firstDifference(
  questions: readonly Question[],
  answers: (question: Question) => readonly [readonly NodeUnitRanking[], readonly NodeUnitRanking[]],
): Difference | undefined {
  for (const question of questions) {
    const [first, second] = answers(question).map(byAddress);
    for (const { address } of question.nodeUnits) {
      const [one, two] = [first?.get(address), second?.get(address)];
      if (!isDeepStrictEqual(one, two)) return { about: question.about, first: one, second: two };
    }
  }
  return undefined;
}

function byAddress(rankings: readonly NodeUnitRanking[]): ReadonlyMap<string, NodeUnitRanking> {
  return new Map(rankings.map((ranking) => [ranking.address, ranking]));
}

/** The same facts, listed the other way round in part. */
function reorder(question: Question): Question {
  const { nodeUnits, view } = question;
  const deploymentsByAddress = new Map(shuffle([...view.deploymentsByAddress]));
  return {
    ...question,
    nodeUnits: shuffle(nodeUnits),
    view: { ...view, nodeUnits: shuffle(view.nodeUnits), deploymentsByAddress },
  };
}

function shuffle<T>(items: readonly T[]): readonly T[] {
  const random = createRandom(items.length);
  const places = items.map((item) => ({ item, place: random() }));
  return places.sort((a, b) => a.place - b.place).map(({ item }) => item);
}

function finding(code: FindingCode, sentence: string, { about, first, second }: Difference): Finding {
  const address = first?.address ?? second?.address ?? 'a node-unit';
  return {
    code,
    sentence: `${sentence} asked about ${about}, ${address} is ${inWords(first)}, then ${inWords(second)}.`,
    example: { about, first, second },
  };
}

function inWords(ranking: NodeUnitRanking | undefined): string {
  if (!ranking) return 'missing';
  return ranking.kind === 'scored' ? `scored ${ranking.score}` : `unscored (${ranking.reason})`;
}
