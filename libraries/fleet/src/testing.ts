import type { NodeUnit } from './NodeUnit.js';

/**
 * A node-unit for tests: online, claiming and otherwise unknown, except for `overrides`.
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
