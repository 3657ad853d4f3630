import type { ExplanationRecord } from '@node-unit/scheduler';

import type { Answer } from './Answer.js';

/**
 * How the answers of the cluster stand to each other.
 *
 * @public
 */
export interface Comparison {
  /** One sentence for each thing that they disagree about; none if they agree. */
  readonly disagreements: readonly string[];
  /** The names of those who say otherwise than the most. */
  readonly deviating: ReadonlySet<string>;
}

type Explained = Answer & { readonly kind: 'explained' };

/**
 * Compares what node-units say of the cluster: whether anybody may claim, and who. What a node-unit says of itself alone,
 * such as that it does not trust the package, agrees with anything. Pure.
 *
 * @public
 */
export function compareAnswers(answers: readonly Answer[]): Comparison {
  const explained = answers.flatMap((answer) => (answer.kind === 'explained' ? [answer] : []));
  const names = new Map(answers.map(({ address, nodeUnit }) => [address, nodeUnit]));
  const opinions = groupBy(explained, (record) => opinionOf(record, names));
  const policies = groupBy(explained, ({ policy }) => `by ${policy.name} ${JSON.stringify(policy.settings)}`);
  const views = groupBy(
    explained,
    ({ view }) => `see ${view.node_units} node-units and ${view.deployments} deployments (${view.digest})`,
  );
  const [, ...minorities] = opinions;
  if (minorities.length === 0)
    return { disagreements: sentences(policies, 'they rank differently'), deviating: new Set() };
  return {
    disagreements: [
      ...sentences(opinions, 'they do not agree'),
      ...sentences(policies, 'they rank differently'),
      ...sentences(views, 'they see different things'),
    ],
    deviating: new Set(minorities.flatMap(([, members]) => members)),
  };
}

/** `undefined` for one that has no opinion of the cluster. */
function opinionOf(record: ExplanationRecord, names: ReadonlyMap<string, string>): string | undefined {
  const { eligible_node_units, best_score, reason, detail } = record;
  if (eligible_node_units) {
    const eligible = eligible_node_units.map((address) => names.get(address) ?? address).sort();
    return `${eligible.join(', ') || 'nobody'} may claim it (best score ${best_score ?? 'none'})`;
  }
  if (reason === 'assigned') return detail.replace(', which is this node-unit', '').replace(/; it is exclusive.*$/, '');
  return reason === 'disabled' || reason === 'daemon' ? detail : undefined;
}

type Group = readonly [text: string, members: readonly string[]];

/** By what they say, the largest group first. */
function groupBy(answers: readonly Explained[], textOf: (record: ExplanationRecord) => string | undefined): Group[] {
  const groups = new Map<string, string[]>();
  for (const { nodeUnit, record } of answers) {
    const text = textOf(record);
    if (text !== undefined) groups.set(text, [...(groups.get(text) ?? []), nodeUnit]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

function sentences(groups: readonly Group[], topic: string): readonly string[] {
  if (groups.length < 2) return [];
  return [`${topic}: ${groups.map(([text, members]) => `${members.join(', ')}: ${text}`).join('; ')}`];
}
