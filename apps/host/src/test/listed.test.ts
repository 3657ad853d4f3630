import { askListed, formatNodeUnitTags } from '@node-unit/fleet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { awaitValue, TestHub } from './TestHub.js';

let hub: TestHub;
beforeEach(async () => (hub = await new TestHub().start()));
afterEach(() => hub.dispose());

describe(askListed, () => {
  it('says which node-units the host lists when it is asked, and no other terminal', async () => {
    const [asking, nodeUnit, other] = await hub.connected('asking', 'node-unit', 'other');
    const address = nodeUnit!.terminalId;
    const published = formatNodeUnitTags({
      address,
      name: 'one',
      version: '1.0.0',
      claimPolicyName: 'least_deployments',
      capacity: { cpuCores: 1, memoryTotalMb: 1_024 },
      nodeTags: {},
      resourceUsage: undefined,
      settledUsage: undefined,
    });
    nodeUnit!.setTags(published);
    await awaitValue(asking!.terminalInfos$, (infos) => infos.some(({ tags }) => tags?.['node_unit_name'] === 'one'));
    expect(await askListed(asking!, [address, other!.terminalId, 'nobody'])).toEqual(new Set([address]));
    await nodeUnit!.dispose();
    expect(await askListed(asking!, [address])).toEqual(new Set());
  });

  it('fails without an answer', async () => {
    const [asking] = await hub.connected('asking');
    await hub.stop();
    await expect(askListed(asking!, ['somebody'])).rejects.toThrow();
  });
});
