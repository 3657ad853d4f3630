import type { NodeUnit } from './NodeUnit.js';

/**
 * A node-unit for a test: online, claiming, and unknown in everything else but what the test says of it.
 *
 * @public
 */
export function aNodeUnit(address: string, overrides: Partial<NodeUnit> = {}): NodeUnit {
  return {
    address,
    name: address,
    tags: {},
    nodeTags: {},
    claiming: true,
    capacity: undefined,
    resourceUsage: undefined,
    settledUsage: undefined,
    ...overrides,
  };
}
