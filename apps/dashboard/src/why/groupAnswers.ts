import { type Answer, reasonOf } from '@node-unit/operator';

/** The node-units that say the same. */
export interface AnswerGroup {
  readonly nodeUnits: readonly string[];
  readonly mayClaim: 'yes' | 'no' | 'unknown';
  readonly reason: string;
}

/** Joins those who say the same; who may claim comes first. Pure. */
export function groupAnswers(answers: readonly Answer[], names: ReadonlyMap<string, string>): readonly AnswerGroup[] {
  const groups = new Map<string, AnswerGroup & { readonly nodeUnits: string[] }>();
  for (const answer of answers) {
    const mayClaim = answer.kind !== 'explained' ? 'unknown' : answer.record.eligible ? 'yes' : 'no';
    const reason = reasonOf(answer, names);
    const key = `${mayClaim} ${reason}`;
    const group = groups.get(key) ?? { nodeUnits: [], mayClaim, reason };
    group.nodeUnits.push(answer.nodeUnit);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => ORDER.indexOf(a.mayClaim) - ORDER.indexOf(b.mayClaim));
}

const ORDER: readonly AnswerGroup['mayClaim'][] = ['yes', 'no', 'unknown'];
