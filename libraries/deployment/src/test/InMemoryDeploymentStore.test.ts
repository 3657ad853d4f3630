import { describe, expect, it } from 'vitest';

import { type DeploymentChange, InMemoryDeploymentStore } from '../index.js';
import { aDeployment, storeCases } from '../testing.js';

describe(InMemoryDeploymentStore.name, () => {
  it.each(storeCases)('$name', async ({ rows, act, expected }) => {
    const stored = rows('a').map((row) => aDeployment({ ...row, claimEpoch: row.address === '' ? 0 : 1 }));
    expect(await act({ store: new InMemoryDeploymentStore(stored), address: 'a' })).toEqual(expected('a'));
  });

  it('forgets the statuses of what is removed', async () => {
    const row = aDeployment({ address: 'a' });
    const store = new InMemoryDeploymentStore([row]);
    const status = { state: 'running', pid: 1, restarts: 0, lastExit: '', reason: '', resolvedVersion: '' } as const;
    const since = '2026-01-01T00:00:00.000Z';
    const changed = [
      { ...status, deploymentId: row.id, claimEpoch: 1, rowUpdatedAt: '', handOver: '', healthy: undefined, since },
    ];
    await store.reportStatus('a', { changed, removedIds: [] });
    expect(await store.readStatus()).toHaveLength(1);
    store.remove(row.id);
    expect(await store.readStatus()).toEqual([]);
  });

  it('lets one of two claimants win', async () => {
    const store = new InMemoryDeploymentStore([aDeployment({ id: '1' })]);
    const results = await Promise.all([store.claim('1', 'a'), store.claim('1', 'b')]);
    expect(results).toEqual([{ outcome: 'claimed', claimEpoch: 1 }, { outcome: 'conflict' }]);
    expect(store.rows()[0]?.address).toBe('a');
  });

  it.each([
    ['disabled', { enabled: false }],
    ['a daemon', { type: 'daemon' as const }],
    ['held', { address: 'b' }],
  ])('refuses a claim of a row that is %s', async (_case, overrides) => {
    const store = new InMemoryDeploymentStore([aDeployment({ id: '1', ...overrides })]);
    expect(await store.claim('1', 'a')).toEqual({ outcome: 'conflict' });
  });

  it('releases only the enabled rows of the lost, once', async () => {
    const store = new InMemoryDeploymentStore([
      aDeployment({ id: '1', address: 'lost' }),
      aDeployment({ id: '2', address: 'lost', enabled: false }),
      aDeployment({ id: '3', address: 'alive' }),
      aDeployment({ id: '4', address: 'lost', type: 'daemon' }),
    ]);
    expect(await store.release(['lost'])).toEqual({ released: [{ deploymentId: '1', claimEpoch: 1 }], refused: [] });
    expect((await store.release(['lost'])).released).toEqual([]);
  });

  it('hands back only what the caller holds', async () => {
    const store = new InMemoryDeploymentStore([aDeployment({ id: '1', address: 'a' })]);
    await store.handBack('1', 'b');
    expect(store.rows()[0]?.address).toBe('a');
    await store.handBack('1', 'a');
    expect(store.rows()[0]).toMatchObject({ address: '', claimEpoch: 1 });
  });

  it('starts every subscriber with a snapshot of now', () => {
    const store = new InMemoryDeploymentStore();
    store.put(aDeployment({ id: '1' }));
    const seen: DeploymentChange[] = [];
    store.changes$.subscribe((change) => seen.push(change));
    store.remove('1');
    expect(seen.map((change) => change.kind)).toEqual(['snapshot', 'delta']);
  });
});
