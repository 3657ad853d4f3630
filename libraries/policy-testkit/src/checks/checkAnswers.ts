import { messageOf } from '@node-unit/basics';
import type { ClaimPolicy, NodeUnitRanking } from '@node-unit/scheduler';

import type { Finding } from '../Finding.js';
import { ask, type Question } from '../Question.js';

/** So long may no answer take; a policy that looks at every pair of 1,000 node-units is far below it. */
const SLOW_MS = 2_000;

/** Asks one question, and finds what is wrong with the answer by itself. */
export function checkAnswer(policy: ClaimPolicy, question: Question): readonly Finding[] {
  const startedMs = performance.now();
  let rankings: readonly NodeUnitRanking[];
  try {
    rankings = ask(policy, question);
  } catch (error) {
    return [thrown(error, question)];
  }
  const durationMs = performance.now() - startedMs;
  const slow: Finding = {
    code: 'SLOW',
    sentence: `Ranking ${question.about} took ${Math.round(durationMs)} ms: every node-unit does this in every round.`,
    example: { about: question.about, durationMs },
  };
  return [...entryFindings(rankings, question), ...(durationMs > SLOW_MS ? [slow] : [])];
}

function thrown(error: unknown, { about }: Question): Finding {
  const message = messageOf(error);
  const changes =
    error instanceof TypeError && /read.?only|not extensible|Cannot (set|delete|clear|assign)/i.test(message);
  return changes
    ? {
        code: 'CHANGES_VIEW',
        sentence: `It changes what it is given (${about}): ${message}`,
        example: { about, message },
      }
    : { code: 'THROWS', sentence: `It throws when asked about ${about}: ${message}`, example: { about, message } };
}

function entryFindings(rankings: unknown, question: Question): readonly Finding[] {
  const { about } = question;
  if (!Array.isArray(rankings)) return [wrong(about, 'it gives no list of entries', rankings)];
  // What is in it is not known yet: a policy may be written in JavaScript.
  const entries = rankings as readonly (NodeUnitRanking | undefined)[];
  const malformed = entries.filter((entry) => !isWellFormed(entry));
  const infinite = entries.filter((entry) => entry?.kind === 'scored' && !Number.isFinite(entry.score));
  return [
    ...wrongAddresses(entries, question),
    ...malformed.map((entry) =>
      wrong(about, 'an entry is neither scored with metrics nor unscored with a reason', entry),
    ),
    ...infinite.map((entry) => notFinite(entry, about)),
  ];
}

function wrongAddresses(entries: readonly (NodeUnitRanking | undefined)[], question: Question): readonly Finding[] {
  const { about, nodeUnits } = question;
  const given = new Map(nodeUnits.map(({ address }) => [address, 0]));
  const foreign: unknown[] = [];
  for (const entry of entries) {
    const times = given.get(entry?.address ?? '');
    if (times === undefined) foreign.push(entry);
    else given.set(entry?.address ?? '', times + 1);
  }
  return [
    ...[...given].flatMap(([address, times]) =>
      times === 1 ? [] : [wrong(about, `it gives ${times} entries for ${address}`, address)],
    ),
    ...foreign.map((entry) => wrong(about, 'it gives an entry for a node-unit that it was not asked about', entry)),
  ];
}

function wrong(about: string, what: string, entry: unknown): Finding {
  return { code: 'WRONG_ENTRIES', sentence: `Asked about ${about}, ${what}.`, example: { about, entry } };
}

function isWellFormed(entry: NodeUnitRanking | undefined): boolean {
  if (entry?.kind === 'scored') return typeof entry.score === 'number' && typeof entry.metrics === 'object';
  return entry?.kind === 'unscored' && typeof entry.reason === 'string' && entry.reason !== '';
}

function notFinite(entry: NodeUnitRanking | undefined, about: string): Finding {
  const score = entry?.kind === 'scored' ? String(entry.score) : '';
  const sentence = `Asked about ${about}, it gives ${entry?.address} the score ${score}: no score needs a reason instead.`;
  return { code: 'NOT_FINITE', sentence, example: { about, address: entry?.address, score } };
}
