import type { ExplanationRecord } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { type Answer, compareAnswers, renderAnswers } from '../index.js';

type Overrides = Partial<ExplanationRecord>;

function answer(nodeUnit: string, overrides: Overrides = {}): Answer {
  const record: ExplanationRecord = {
    deployment_id: '1',
    address: `key-${nodeUnit}`,
    policy: { name: 'count', settings: {} },
    eligible: true,
    reason: null,
    detail: 'this node-unit may claim it',
    score: 0,
    metrics: { count: 0 },
    best_score: 0,
    eligible_node_units: ['key-a'],
    waited_ms: 0,
    widened_by: 0,
    patience_left_ms: 1_500,
    view: { digest: '0000abcd', round: 1, age_ms: 5, membership: 'settled', node_units: 3, deployments: 1 },
    ...overrides,
  };
  return { kind: 'explained', nodeUnit, address: record.address, record };
}

const view = (digest: string): Overrides => ({
  view: { digest, round: 1, age_ms: 5, membership: 'settled', node_units: 2, deployments: 1 },
});
const assigned = (detail: string): Overrides => ({
  eligible: false,
  reason: 'assigned',
  detail,
  score: null,
  metrics: null,
  best_score: null,
  eligible_node_units: null,
  patience_left_ms: null,
});
const untrusted: Overrides = { ...assigned('not trusted here'), reason: 'untrusted_package' };

describe(compareAnswers.name, () => {
  it.each<[string, readonly Answer[]]>([
    ['all name the same', [answer('a'), answer('b'), answer('c')]],
    ['views differ but nothing follows from it', [answer('a'), answer('b', view('1'))]],
    ['one speaks of itself alone', [answer('a'), answer('b', untrusted)]],
    [
      'the holder says that it is itself',
      [
        answer('a', assigned('it is assigned to x')),
        answer('b', assigned('it is assigned to x, which is this node-unit')),
      ],
    ],
    ['one does not answer', [answer('a'), { kind: 'no_answer', nodeUnit: 'b', address: 'key-b', message: 'late' }]],
  ])('finds no disagreement when %s', (_case, answers) => {
    expect(compareAnswers(answers)).toEqual({ disagreements: [], deviating: new Set() });
  });

  it('marks those who name others than most do, and says what they saw', () => {
    const answers = [answer('a'), answer('b', { eligible_node_units: ['key-b'], ...view('1') }), answer('c')];
    const { disagreements, deviating } = compareAnswers(answers);
    expect([...deviating]).toEqual(['b']);
    expect(disagreements[0]).toBe(
      'they do not agree: a, c: a may claim it (best score 0); b: b may claim it (best score 0)',
    );
    expect(disagreements[1]).toContain('they see different things: a, c: see 3 node-units');
  });

  it('marks one that takes for unassigned what others know to be held', () => {
    const held = assigned('it is assigned to x');
    expect([...compareAnswers([answer('a', held), answer('b', held), answer('c')]).deviating]).toEqual(['c']);
  });

  it('says that they rank by different policies or settings, even if they agree', () => {
    const other = answer('b', { policy: { name: 'count', settings: { weight: 2 } } });
    expect(compareAnswers([answer('a'), other]).disagreements).toEqual([
      'they rank differently: a: by count {}; b: by count {"weight":2}',
    ]);
  });
});

describe(renderAnswers.name, () => {
  it('lays the answers side by side, with a row for the silent one too', () => {
    const answers: Answer[] = [
      answer('a'),
      answer('b', { eligible: false, reason: 'not_eligible', detail: 'score 1 is not the best, 0', score: 1 }),
      answer('c', { eligible_node_units: ['key-c'] }),
      { kind: 'no_answer', nodeUnit: 'd', address: 'key-d', message: 'TIMEOUT' },
    ];
    const lines = renderAnswers(answers, compareAnswers(answers)).split('\n');
    const lineOf = (name: string) => lines.find((line) => new RegExp(`│ ${name} `).test(line)) ?? '';
    expect(lineOf('a')).toMatch(/yes .* 2 s left .* 0000abcd/);
    expect(lineOf('b')).toMatch(/no .*not_eligible: score 1 is not the best, 0/);
    expect(lineOf('c')).toContain('≠');
    expect(lineOf('d')).toMatch(/\? .*TIMEOUT/);
    expect(lines.at(-1)).toMatch(/^≠ they do not agree/);
  });

  it('says so when they agree', () => {
    expect(renderAnswers([answer('a')], compareAnswers([answer('a')]))).toContain('They agree.');
  });
});
