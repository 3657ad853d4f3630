import { describe, expect, it } from 'vitest';

import { nodeUnitsOf } from '../index.js';

const tags = { node_unit: 'true', node_unit_address: 'a', node_unit_name: 'first' };

describe(nodeUnitsOf.name, () => {
  it('takes the terminals that say that they are node-units', () => {
    const terminals = [{ terminal_id: '@host' }, { terminal_id: 'b', tags: {} }, { terminal_id: 'a', tags }];
    expect(nodeUnitsOf(terminals)).toMatchObject([{ address: 'a', name: 'first' }]);
  });

  it('believes an address on the terminal whose id it is, and on no other', () => {
    expect(nodeUnitsOf([{ terminal_id: 'thief', tags }])).toEqual([]);
  });

  it('gives the same objects for terminals that have not changed', () => {
    const first = nodeUnitsOf([{ terminal_id: 'a', tags }]);
    const changed = { ...tags, node_unit_name: 'renamed' };
    expect(nodeUnitsOf([{ terminal_id: 'a', name: 'other', tags }])[0]).toBe(first[0]);
    expect(nodeUnitsOf([{ terminal_id: 'a', tags: changed }])).toMatchObject([{ name: 'renamed' }]);
  });
});
