import {
  type Deployment,
  type DeploymentReplica,
  type DeploymentStore,
  InMemoryDeploymentStore,
  watchReplica,
} from '@node-unit/deployment';
import { type RunningHost, startHost } from '@node-unit/host';
import { connectTerminal, type Terminal } from '@node-unit/protocol';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { deploymentStoreOf, serveDeploymentStore } from '../index.js';
import { deployment } from './builders.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let host: RunningHost;
let terminals: Terminal[] = [];

function connect(name: string): Terminal {
  const terminal = connectTerminal({ hostUrl: `ws://127.0.0.1:${host.port}`, name });
  terminals.push(terminal);
  return terminal;
}

function replicaOf(store: DeploymentStore) {
  const replica$ = watchReplica(store);
  const subscription = replica$.subscribe();
  const until = (accepts: (rows: ReadonlyMap<string, Deployment>) => boolean) =>
    firstValueFrom(
      replica$.pipe(
        filter((replica) => replica.state === 'current' && accepts(replica.deployments)),
        timeout(10_000),
      ),
    );
  return { replica$, until, stop: () => subscription.unsubscribe() };
}

/** A storage terminal, and a node-unit that has seen it. */
async function clusterOf(rows: readonly Deployment[]) {
  const database = new InMemoryDeploymentStore(rows);
  const storage = connect('storage');
  const services = serveDeploymentStore(storage, database);
  const nodeUnit = connect('node-unit');
  const store = deploymentStoreOf(nodeUnit);
  const replica = replicaOf(store);
  await replica.until(() => true);
  return { database, storage, services, nodeUnit, store, replica };
}

beforeEach(async () => {
  host = await startHost({ port: 0, logger: silent });
});
afterEach(async () => {
  await Promise.all(terminals.map((terminal) => terminal.dispose()));
  terminals = [];
  await host.close();
});

describe(deploymentStoreOf.name, () => {
  it('claims, releases and hands back through the storage terminal, and sees every change', async () => {
    const held = deployment(2, { address: 'lost' });
    const { store, nodeUnit, replica } = await clusterOf([deployment(1), held]);
    const address = nodeUnit.terminalId;
    expect(await store.claim(deployment(1).id, address)).toEqual({ outcome: 'claimed', claimEpoch: 1 });
    expect(await store.claim(deployment(1).id, address)).toEqual({ outcome: 'conflict' });
    expect(await store.release(['lost'])).toEqual([{ deploymentId: held.id, claimEpoch: 1 }]);
    await replica.until((rows) => rows.get(held.id)?.address === '');
    await replica.until((rows) => rows.get(deployment(1).id)?.address === address);
    await store.handBack(deployment(1).id, address);
    await replica.until((rows) => rows.get(deployment(1).id)?.address === '');
    replica.stop();
  });

  it('may write for its own address only', async () => {
    const { store, database, replica } = await clusterOf([deployment(1), deployment(2, { address: 'other' })]);
    await expect(store.claim(deployment(1).id, 'other')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(store.handBack(deployment(2).id, 'other')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(database.rows().map((row) => row.address)).toEqual(['', 'other']);
    replica.stop();
  });

  it('gets env and args of what it runs, and of nothing else', async () => {
    const { store, nodeUnit, replica } = await clusterOf([deployment(1), deployment(2, { type: 'daemon' })]);
    const address = nodeUnit.terminalId;
    const first = await replica.until(() => true);
    const secretsOf = (rows: DeploymentReplica) =>
      rows.state === 'current' && [...rows.deployments.values()].map(({ env, args }) => ({ env, args }));
    const hidden = { env: {}, args: [] };
    const shown = { env: { TOKEN: 'hidden' }, args: ['--secret'] };
    expect(secretsOf(first)).toEqual([hidden, shown]);
    await store.claim(deployment(1).id, address);
    expect(secretsOf(await replica.until((rows) => rows.get(deployment(1).id)?.address === address))).toEqual([
      shown,
      shown,
    ]);
    replica.stop();
  });

  it('knows that the store is away when the storage terminal goes, and is current when one comes', async () => {
    const { storage, store, database, replica } = await clusterOf([deployment(1)]);
    const stale = firstValueFrom(
      replica.replica$.pipe(
        filter(({ state }) => state === 'stale'),
        timeout(10_000),
      ),
    );
    await storage.dispose();
    await stale;
    await expect(store.release(['a'])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    database.put(deployment(3));
    serveDeploymentStore(connect('storage again'), database);
    await replica.until((rows) => rows.size === 2);
    replica.stop();
  });

  it('is not disturbed by requests that are garbage', async () => {
    const { storage, store, nodeUnit, replica } = await clusterOf([deployment(1)]);
    const garbage = await nodeUnit
      .requestForResponse({
        method: 'Deployment/Claim',
        req: { deployment_id: 'x; drop table', address: nodeUnit.terminalId },
        targetTerminalId: storage.terminalId,
      })
      .then(
        ({ code }) => code,
        () => 'refused',
      );
    expect(garbage).not.toBe(0);
    expect(await store.claim(deployment(1).id, nodeUnit.terminalId)).toMatchObject({ outcome: 'claimed' });
    replica.stop();
  });
});
