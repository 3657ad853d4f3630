import { formatNodeUnitTags, type NodeUnit, parseNodeUnitTags, type PublishedNodeUnit } from '@node-unit/fleet';
import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';

import type { DecidingBy } from '../rounds/warnOfMismatches.js';
import { warnOfMismatches } from '../rounds/warnOfMismatches.js';

const OWN: DecidingBy = { claimPolicyName: 'spread', claimPolicyVersion: '1.0.0', version: '1.0.0' };

function nodeUnit(overrides: Partial<PublishedNodeUnit> = {}): NodeUnit {
  const tags = formatNodeUnitTags({
    address: 'b',
    name: 'two',
    version: '1.0.0',
    claimPolicyName: 'spread',
    claimPolicyVersion: '1.0.0',
    capacity: { cpuCores: 1, memoryTotalMb: 1 },
    nodeTags: {},
    resourceUsage: undefined,
    settledUsage: undefined,
    ...overrides,
  });
  const parsed = parseNodeUnitTags(tags);
  if (!parsed) throw new Error('the tags are those of a node-unit');
  return parsed;
}

function warningsOf(lists: readonly (readonly NodeUnit[])[], own: Partial<DecidingBy> = {}): readonly unknown[] {
  const warnings: unknown[] = [];
  const warn = (fields: object, event: string) => warnings.push({ event, ...fields });
  warnOfMismatches({ ...OWN, ...own }, from(lists), { warn });
  return warnings;
}

const other = nodeUnit({ claimPolicyName: 'resource_usage' });

describe(warnOfMismatches.name, () => {
  it.each([
    ['another policy', other, 'policy resource_usage, here spread'],
    ['another version of it', nodeUnit({ claimPolicyVersion: '2.0.0' }), 'version of the policy 2.0.0, here 1.0.0'],
    ['another node-unit', nodeUnit({ version: '2.0.0' }), 'version of node-unit 2.0.0, here 1.0.0'],
  ])('names %s', (_case, theirs, difference) => {
    const warning = { event: 'PolicyMismatch', address: 'b', node_unit_name: 'two', difference };
    expect(warningsOf([[theirs]])).toEqual([warning]);
  });

  it.each<[string, NodeUnit, Partial<DecidingBy>]>([
    ['the same', nodeUnit(), {}],
    ['none there', nodeUnit({ claimPolicyName: 'none', version: '2.0.0' }), {}],
    ['none here', other, { claimPolicyName: 'none' }],
    ['a policy without a version', nodeUnit({ claimPolicyVersion: undefined }), {}],
    ['a foreign one that names no policy', { ...nodeUnit(), tags: {} }, {}],
  ])('finds nothing wrong with %s', (_case, theirs, own) => {
    expect(warningsOf([[theirs]], own)).toEqual([]);
  });

  it('warns once per change: not again for the same, nor for one that stops or comes back as it was', () => {
    const stopping = nodeUnit({ claimPolicyName: 'none' });
    expect(warningsOf([[other], [other], [stopping], [], [other]])).toHaveLength(1);
    expect(warningsOf([[other], [nodeUnit()], [other]])).toHaveLength(2);
    expect(warningsOf([[other], [nodeUnit({ claimPolicyName: 'mine' })]])).toHaveLength(2);
  });
});
