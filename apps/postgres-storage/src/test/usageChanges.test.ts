import type { TerminalInfo } from '@node-unit/protocol';
import { formatNodeUnitTags } from '@node-unit/fleet';
import { describe, expect, it } from 'vitest';

import { NO_USAGE, usageChanges } from '../usageChanges.js';

const nodeUnit = (address: string, cpuPercent: number, changes: Partial<TerminalInfo> = {}): TerminalInfo => ({
  terminal_id: address,
  updated_at: 1_000,
  tags: formatNodeUnitTags({
    address,
    name: address,
    version: '1',
    claimPolicyName: 'x',
    capacity: { cpuCores: 1, memoryTotalMb: 1 },
    resourceUsage: { cpuPercent, memoryMb: 5 },
    nodeTags: {},
    settledUsage: undefined,
  }),
  ...changes,
});

describe(usageChanges.name, () => {
  it('gives what a node-unit says of itself, with the time at which it said so', () => {
    const { changed } = usageChanges(NO_USAGE, [{ terminal_id: '@host' }, nodeUnit('a', 1.5)]);
    expect(changed).toEqual([{ time: new Date(1_000), address: 'a', cpuPercent: 1.5, memoryMb: 5 }]);
  });

  it('gives only what is another usage than before', () => {
    const first = usageChanges(NO_USAGE, [nodeUnit('a', 1), nodeUnit('b', 1)]);
    const second = usageChanges(first, [nodeUnit('a', 1, { updated_at: 2_000 }), nodeUnit('b', 2)]);
    expect(second.changed.map(({ address }) => address)).toEqual(['b']);
  });

  it.each([
    ['names the address of another terminal', nodeUnit('a', 1, { terminal_id: 'b' })],
    ['does not say when it announced itself', { ...nodeUnit('a', 1), updated_at: Number.NaN }],
    ['says no time that there is', nodeUnit('a', 1, { updated_at: 1e300 })],
    ['publishes no usage', { terminal_id: 'a', updated_at: 1, tags: { node_unit: 'true', node_unit_address: 'a' } }],
  ])('passes over a terminal that %s', (_case, terminal) => {
    expect(usageChanges(NO_USAGE, [terminal]).changed).toEqual([]);
  });
});
