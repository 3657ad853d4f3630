import { type DeploymentReplica, InMemoryDeploymentStore } from '@node-unit/deployment';
import type { JsonObject, Terminal } from '@node-unit/protocol';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { deploymentStoreOf, serveDeploymentStore } from '../index.js';
import { deployment } from './builders.js';
import { clusterOf, connect, connectNodeUnit, connectWorkload, listed, useHost } from './cluster.js';

useHost();

describe(deploymentStoreOf.name, () => {
  it('claims, releases and hands back through the storage terminal, and sees every change', async () => {
    const held = deployment(2, { address: 'lost' });
    const { store, nodeUnit, replica } = await clusterOf([deployment(1), held]);
    const address = nodeUnit.terminalId;
    expect(await store.claim(deployment(1).id, address)).toEqual({ outcome: 'claimed', claimEpoch: 1 });
    expect(await store.claim(deployment(1).id, address)).toEqual({ outcome: 'conflict' });
    const released = [{ deploymentId: held.id, claimEpoch: 1 }];
    expect(await store.release(['lost'])).toEqual({ released, refused: [] });
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
        timeout(30_000),
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

  it('releases what the storage sees gone, too, and says of the others why not', async () => {
    const other = connectNodeUnit();
    const held = deployment(1, { address: other.terminalId });
    const { storage, store, database, replica } = await clusterOf([held, deployment(2, { address: 'lost' })]);
    await listed(storage, other);
    expect(await store.release([other.terminalId, 'lost'])).toEqual({
      released: [{ deploymentId: deployment(2).id, claimEpoch: 1 }],
      refused: [{ address: other.terminalId, reason: 'the storage sees this node-unit online' }],
    });
    expect(database.rows().map(({ address }) => address)).toEqual([other.terminalId, '']);
    const released = store.release([other.terminalId]);
    await other.dispose();
    expect(await released).toMatchObject({ released: [{ deploymentId: held.id }], refused: [] });
    replica.stop();
  });

  it('is written by node-units and watched by members alone, and those who are refused are named', async () => {
    const { storage, nodeUnit, database, replica, refusals } = await clusterOf([deployment(1, { type: 'daemon' })]);
    const operator = connect('operator');
    await listed(storage, operator);
    const claim = { deployment_id: deployment(1).id, address: operator.terminalId };
    const ask = (terminal: Terminal, method: string, req: JsonObject) =>
      terminal.requestForResponse({ method, req, targetTerminalId: storage.terminalId });
    await listed(operator, storage);
    expect(await ask(operator, 'Deployment/Claim', claim)).toMatchObject({ code: 403 });
    expect(await ask(nodeUnit, 'Deployment/Claim', { deployment_id: 'no uuid', address: 'x' })).toMatchObject({
      code: 400,
      message: expect.stringContaining('expected a deployment_id that is a UUID') as string,
    });
    expect(refusals.map(({ terminalId, method }) => [terminalId, method])).toEqual([
      [operator.terminalId, 'Deployment/Claim'],
      [nodeUnit.terminalId, 'Deployment/Claim'],
    ]);
    const frame = await firstValueFrom(
      operator
        .request({ method: 'Deployment/Watch', req: {}, targetTerminalId: storage.terminalId })
        .pipe(filter((message) => message.frame !== undefined)),
    );
    expect(JSON.stringify(frame)).not.toContain('hidden');
    expect(database.rows().map(({ address }) => address)).toEqual(['']);
    replica.stop();
  });

  it('is not disturbed by a workload: not as a storage, not as a node-unit, not with a pattern that never ends', async () => {
    const { storage, store, nodeUnit, replica } = await clusterOf([deployment(1)]);
    const workload = await connectWorkload(nodeUnit);
    workload.offerService({ method: 'Deployment/Watch', schema: {} }, () => [
      { frame: { kind: 'snapshot', rows: [] } },
    ]);
    workload.offerService({ method: 'Mine', schema: { pattern: '^([0-9a-f-]+)+!$' } }, () => []);
    await firstValueFrom(workload.connection$.pipe(filter(({ state }) => state === 'connected')));
    for (const method of ['Deployment/Watch', 'Deployment/Release', 'Deployment/Claim']) {
      const req = { addresses: [nodeUnit.terminalId], deployment_id: deployment(1).id, address: workload.terminalId };
      const answer = await workload.requestForResponse({ method, req, targetTerminalId: storage.terminalId });
      expect(answer.code).toBe(403);
    }
    expect(await store.claim(deployment(1).id, nodeUnit.terminalId)).toMatchObject({ outcome: 'claimed' });
    replica.stop();
  });

  it('is that of a trusted key, if keys are trusted', async () => {
    const { storage, nodeUnit, replica } = await clusterOf([deployment(1)]);
    const other = connect('another member');
    serveDeploymentStore(other, new InMemoryDeploymentStore([]));
    await listed(nodeUnit, other);
    const trusting = deploymentStoreOf(nodeUnit, { trustedKeys: [storage.terminalId] });
    for (let count = 0; count < 10; count += 1) {
      const change = await firstValueFrom(trusting.changes$);
      expect(change).toMatchObject({ kind: 'snapshot', deployments: [{ id: deployment(1).id }] });
    }
    const nobody = deploymentStoreOf(nodeUnit, { trustedKeys: [nodeUnit.terminalId] });
    expect(await firstValueFrom(nobody.changes$)).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringContaining('no storage of STORAGE_PUBLIC_KEYS') as string,
    });
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

  it('carries statuses of the own address, gives them to members, and renews claims', async () => {
    const row = deployment(1);
    const { store, nodeUnit, database } = await clusterOf([row]);
    const address = nodeUnit.terminalId;
    await store.claim(row.id, address);
    expect(await store.renewClaim(row.id, address, 99)).toEqual({ outcome: 'conflict' });
    expect(await store.renewClaim(row.id, address, 1)).toEqual({ outcome: 'claimed', claimEpoch: 2 });
    const status = {
      deploymentId: row.id,
      state: 'crash_looping' as const,
      pid: undefined,
      restarts: 3,
      lastExit: 'exit code 1',
      reason: 'the process ended with exit code 1',
      resolvedVersion: '1.0.0',
      claimEpoch: 2,
      rowUpdatedAt: '',
      handOver: '',
      healthy: undefined,
      since: '2026-01-01T00:00:00.000Z',
    };
    await store.reportStatus(address, { changed: [status], removedIds: [] });
    expect(await store.readStatus([row.id])).toMatchObject([{ ...status, address }]);
    expect(await database.readStatus()).toMatchObject([{ ...status, address }]);
    await expect(store.reportStatus('other', { changed: [status], removedIds: [] })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(store.renewClaim(row.id, 'other', 2)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const workload = deploymentStoreOf(await connectWorkload(nodeUnit));
    await expect(workload.readStatus()).rejects.toThrow();
    await store.reportStatus(address, { changed: [], removedIds: [row.id] });
    expect(await store.readStatus()).toEqual([]);
  });

  it('releases exclusive deployments by name only', async () => {
    const rows = [
      deployment(1, { address: 'gone', exclusiveMs: 1_000, claimEpoch: 4 }),
      deployment(2, { address: 'gone' }),
    ];
    const { store } = await clusterOf(rows);
    expect((await store.release(['gone'])).released).toMatchObject([{ deploymentId: rows[1]?.id }]);
    const { released } = await store.release(['gone'], [{ deploymentId: rows[0]?.id ?? '', claimEpoch: 4 }]);
    expect(released).toEqual([{ deploymentId: rows[0]?.id, claimEpoch: 5 }]);
  });
});
