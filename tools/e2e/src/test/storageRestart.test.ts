import { describe, expect, it } from 'vitest';

import { pidsOf } from '../index.js';
import { useCluster } from './useCluster.js';

const cluster = useCluster();

describe('a restart of the storage', { timeout: 180_000 }, () => {
  it('moves nothing and restarts no process, and the cluster goes on', async () => {
    await cluster().join(['one', 'two']);
    const before = await cluster().runSamples(5);
    const history = await cluster().history();
    await cluster().local.restartStorage();
    const after = await cluster().runSamples(1);
    expect(pidsOf(after)).toMatchObject(pidsOf(before));
    expect((await cluster().history()).slice(0, history.length)).toEqual(history);
    expect(after.processes.size).toBe(6);
  });
});
