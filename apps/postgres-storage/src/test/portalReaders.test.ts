import { aDeployment } from '@node-unit/deployment/testing';
import type { StatedPrincipal } from '@node-unit/protocol';
import { describe, expect, it } from 'vitest';

import { isPortalReader } from '../portalReaders.js';

const rows = [aDeployment({ id: 'portal', packageName: '@node-unit/portal' }), aDeployment({ id: 'other' })];
const replica = { state: 'current', deployments: new Map(rows.map((row) => [row.id, row])) } as const;
const workload = (deployment_id: string): StatedPrincipal => ({ class: 'workload', deployment_id, node_unit: 'n' });

describe(isPortalReader.name, () => {
  it.each<[string, StatedPrincipal | undefined, boolean]>([
    ['a member', { class: 'member' }, true],
    ['anybody on a host that does not tell', undefined, true],
    ['a portal', workload('portal'), true],
    ['another deployment', workload('other'), false],
    ['a deployment that is not there', workload('gone'), false],
  ])('%s: %o', (_case, principal, expected) => {
    const terminal = { terminal_id: 't', ...(principal && { principal }) };
    expect(isPortalReader(terminal, replica, ['@node-unit/portal'])).toBe(expected);
  });

  it('knows nobody who is not listed, and no portal before the rows are known', () => {
    expect(isPortalReader(undefined, replica, ['@node-unit/portal'])).toBe(false);
    const terminal = { terminal_id: 't', principal: workload('portal') };
    expect(isPortalReader(terminal, { state: 'loading' }, ['@node-unit/portal'])).toBe(false);
  });
});
