import { describe, expect, it } from 'vitest';

import { acceptsName, formatNodeUnitTags, parseNodeUnitTags } from '../index.js';

const published = {
  address: 'key',
  name: 'nu1',
  version: '1.0.0',
  claimPolicyName: 'least_deployments',
  capacity: { cpuCores: 2, memoryTotalMb: 1024 },
  nodeTags: { zone: 'eu', 'kubernetes.io/arch': '' },
  resourceUsage: { cpuPercent: 12.5, memoryMb: 256 },
  settledUsage: {
    base: { cpuPercent: 1.25, memoryMb: 80.5 },
    packages: { '@mine/demo': { instances: 2, cpuPercent: 10, memoryMb: 120 } },
  },
};

describe(parseNodeUnitTags.name, () => {
  it('reads what was published', () => {
    expect(parseNodeUnitTags(formatNodeUnitTags(published))).toMatchObject({
      address: 'key',
      name: 'nu1',
      claiming: true,
      capacity: published.capacity,
      resourceUsage: published.resourceUsage,
      nodeTags: published.nodeTags,
      settledUsage: published.settledUsage,
    });
  });

  it('takes a foreign node-unit that says no more than who it is for one that claims, with unknown usage', () => {
    expect(parseNodeUnitTags({ node_unit: 'true', node_unit_address: 'key' })).toMatchObject({
      name: 'key',
      claiming: true,
      capacity: undefined,
      resourceUsage: undefined,
      nodeTags: {},
      settledUsage: undefined,
    });
  });

  it('knows what a node-unit is dedicated to, and takes one that does not say so for one that accepts all', () => {
    const read = (onlyNames?: readonly string[]) => parseNodeUnitTags(formatNodeUnitTags({ ...published, onlyNames }));
    const dedicated = read(['web', 'drill-1']) ?? {};
    expect(['web', 'drill-1', 'we', ''].map((name) => acceptsName(dedicated, name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([read()?.onlyNames, acceptsName(read() ?? {}, '')]).toEqual([undefined, true]);
    expect(acceptsName(read([]) ?? {}, 'web')).toBe(false);
  });

  it('reads a bounded number of names', () => {
    const tags = { ...formatNodeUnitTags(published), node_unit_only_names: 'a, b,'.repeat(1_000) };
    expect(parseNodeUnitTags(tags)?.onlyNames?.length).toBeLessThanOrEqual(100);
  });

  it('does not count on a node-unit under the policy none', () => {
    const tags = formatNodeUnitTags({ ...published, claimPolicyName: 'none' });
    expect(parseNodeUnitTags(tags)?.claiming).toBe(false);
  });

  it.each([{}, { node_unit: 'true' }, { node_unit: 'yes', node_unit_address: 'key' }])('is none: %j', (tags) => {
    expect(parseNodeUnitTags(tags)).toBeUndefined();
  });

  it('says what each package uses in one short text', () => {
    const tags = formatNodeUnitTags(published);
    expect(tags['node_unit_package_usage']).toBe('{"":[1,1.25,80.5],"@mine/demo":[2,10,120]}');
    expect(tags['node_unit_tag_zone']).toBe('eu');
  });

  it('says the version of the policy if there is one', () => {
    const tagOf = (claimPolicyVersion?: string) =>
      formatNodeUnitTags({ ...published, claimPolicyVersion })['node_unit_claim_policy_version'];
    expect([tagOf('1.2.3'), tagOf()]).toEqual(['1.2.3', undefined]);
  });

  it('tells a node-unit that has not settled from one that does not say', () => {
    const young = { ...published, settledUsage: { base: undefined, packages: {} } };
    expect(parseNodeUnitTags(formatNodeUnitTags(young))?.settledUsage).toEqual({ base: undefined, packages: {} });
  });

  it.each([
    '',
    '[]',
    '1',
    '{"a":1}',
    '{"a":[1,2]}',
    '{"a":[1,null,2]}',
    '{"a":[1,-1,2]}',
    '{"a":[1,1,1],"b":[0.5,1,1]}',
  ])('takes a package usage of %j for unknown', (text) => {
    const tags = { ...formatNodeUnitTags(published), node_unit_package_usage: text };
    expect(parseNodeUnitTags(tags)?.settledUsage).toBeUndefined();
  });

  it.each(['', ' ', 'NaN', '-1', 'much', 'Infinity'])('takes a usage of %j for unknown, never for zero', (text) => {
    const tags = { ...formatNodeUnitTags(published), node_unit_cpu_percent: text };
    expect(parseNodeUnitTags(tags)?.resourceUsage).toBeUndefined();
  });
});
