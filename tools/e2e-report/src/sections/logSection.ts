import type { EvidenceRecord } from '../Evidence.js';
import { fence } from '../table.js';
import type { ReportContext } from './ReportContext.js';

const EXCERPT = [
  'DeploymentRelease',
  'DeploymentClaimEligibility',
  'DeploymentClaimAttempt',
  'DeploymentClaimed',
  'DeploymentClaimSkipped',
  'DeploymentHandedBack',
];
const LINES_PER_EVENT = 2;

/** The first records of every kind that each node-unit has logged about its rounds, as they were logged. */
export function logSection({ evidence, words, labels }: ReportContext): string {
  const excerpts = labels.nodeUnits.flatMap((name) => {
    const records = firstOfEach(evidence.records.filter(({ nodeUnit }) => nodeUnit === name));
    if (records.length === 0) return [];
    const lines = records.map(({ atMs, event, fields }) => JSON.stringify({ atMs, event, ...fields }));
    return [`${words.excerpt(name)}\n\n${fence('json', lines.join('\n'))}`];
  });
  return excerpts.join('\n\n') || words.none;
}

function firstOfEach(records: readonly EvidenceRecord[]): readonly EvidenceRecord[] {
  const seen = new Map<string, number>();
  return records.filter(({ event }) => {
    const count = seen.get(event) ?? 0;
    seen.set(event, count + 1);
    return EXCERPT.includes(event) && count < LINES_PER_EVENT;
  });
}
