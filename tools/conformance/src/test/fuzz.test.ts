import { type LocalCluster, startLocalCluster } from '@node-unit/local-cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fuzzHost } from '../fuzz/fuzzHost.js';
import { fuzzTerminal } from '../fuzz/fuzzTerminal.js';

const DEADLINE_MS = 300_000;

let cluster: LocalCluster;
beforeAll(async () => {
  cluster = await startLocalCluster();
});
afterAll(() => cluster.stop());

describe('100,000 messages of somebody who means no good', { timeout: DEADLINE_MS }, () => {
  it('leave the host and its members as they were', async () => {
    expect(await fuzzHost(cluster, 80_000)).toBe(80_000);
  });

  it('leave a terminal answering', async () => {
    expect(await fuzzTerminal(20_000)).toBe(20_000);
  });
});
