import { InMemoryDeploymentStore, watchReplica } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

import { UnfitDeployments } from '../deployments/UnfitDeployments.js';
import { recordingLogger } from './recordingLogger.js';

function start(...rows: readonly Parameters<typeof aDeployment>[0][]) {
  const store = new InMemoryDeploymentStore(rows.map((row) => aDeployment({ address: 'self', ...row })));
  const stopped: string[] = [];
  const unfit = new UnfitDeployments({
    replica$: watchReplica(store),
    own$: watchReplica(store),
    supervisor: { stop: (id) => Promise.resolve(void stopped.push(id)) },
    store,
    address: 'self',
    nodeTags: { zone: 'eu' },
    onlyNames: ['', 'mine'],
    trusts: ({ packageName }) => packageName !== 'strange',
    mayWrite: true,
    logger: recordingLogger(),
  });
  const following = unfit.follow();
  onTestFinished(() => following.unsubscribe());
  const held = () =>
    store
      .rows()
      .filter(({ address }) => address === 'self')
      .map(({ id }) => id);
  return { store, unfit, stopped, held };
}

describe(UnfitDeployments.name, () => {
  it('stops and hands back what no longer qualifies or is not trusted, and nothing else', async () => {
    const { held, stopped, store } = start(
      { id: 'fits', constraints: { zone: 'eu' } },
      { id: 'elsewhere', constraints: { zone: 'us' } },
      { id: 'accepted', name: 'mine' },
      { id: 'not accepted', name: 'other' },
      { id: 'untrusted', packageName: 'strange' },
      { id: 'disabled', enabled: false, constraints: { zone: 'us' } },
      { id: 'daemon', type: 'daemon', constraints: { zone: 'us' } },
    );
    await expect.poll(held).toEqual(['fits', 'accepted', 'disabled', 'daemon']);
    expect(stopped).toEqual(['elsewhere', 'not accepted', 'untrusted']);
    const fits = store.rows().find(({ id }) => id === 'fits');
    if (fits) store.put({ ...fits, constraints: { gpu: { exists: true } } });
    await expect.poll(held).toEqual(['accepted', 'disabled', 'daemon']);
  });

  it('remembers what it has given up, and leaves a daemon where it is', async () => {
    const { unfit, held, stopped } = start({ id: 'd' }, { id: 'daemon', type: 'daemon' });
    await unfit.giveUp('daemon', 'r');
    await unfit.giveUp('d', 'no such version');
    expect([held(), stopped, [...unfit.refusals.keys()]]).toEqual([['daemon'], ['d'], ['d']]);
    unfit.forget('d');
    expect(unfit.refusals.size).toBe(0);
  });
});
