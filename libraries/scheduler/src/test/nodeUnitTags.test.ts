import { describe, expect, it } from 'vitest';

import { formatNodeUnitTags, parseNodeUnitTags } from '../index.js';

const published = {
  ...{ address: 'key', name: 'nu1', version: '1.0.0', claimPolicyName: 'least_deployments' },
  capacity: { cpuCores: 2, memoryTotalMb: 1024 },
  resourceUsage: { cpuPercent: 12.5, memoryMb: 256 },
};

describe(parseNodeUnitTags.name, () => {
  it('reads what was published', () => {
    expect(parseNodeUnitTags(formatNodeUnitTags(published))).toMatchObject({
      ...{ address: 'key', name: 'nu1', claiming: true },
      ...{ capacity: published.capacity, resourceUsage: published.resourceUsage },
    });
  });

  it('takes a foreign node-unit that says no more than who it is for one that claims, with unknown usage', () => {
    expect(parseNodeUnitTags({ node_unit: 'true', node_unit_address: 'key' })).toMatchObject({
      ...{ name: 'key', claiming: true, capacity: undefined, resourceUsage: undefined },
    });
  });

  it('does not count on a node-unit under the policy none', () => {
    const tags = formatNodeUnitTags({ ...published, claimPolicyName: 'none' });
    expect(parseNodeUnitTags(tags)?.claiming).toBe(false);
  });

  it.each([{}, { node_unit: 'true' }, { node_unit: 'yes', node_unit_address: 'key' }])('is none: %j', (tags) => {
    expect(parseNodeUnitTags(tags)).toBeUndefined();
  });

  it.each(['', ' ', 'NaN', '-1', 'much', 'Infinity'])('takes a usage of %j for unknown, never for zero', (text) => {
    const tags = { ...formatNodeUnitTags(published), node_unit_cpu_percent: text };
    expect(parseNodeUnitTags(tags)?.resourceUsage).toBeUndefined();
  });
});
