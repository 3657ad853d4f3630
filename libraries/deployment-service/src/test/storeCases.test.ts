import {
  type DeploymentChange,
  type DeploymentReplica,
  InMemoryDeploymentStore,
  watchReplica,
} from '@node-unit/deployment';
import { aDeployment, storeCases } from '@node-unit/deployment/testing';
import { BehaviorSubject, filter, firstValueFrom, timeout } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { deploymentStoreOf, serveDeploymentStore } from '../index.js';
import { deployment } from './builders.js';
import { clusterOf, connect, connectNodeUnit, replicaOf, useHost } from './cluster.js';

useHost();

describe('a store over terminals', () => {
  it.each(storeCases)('$name', async ({ rows, act, expected }) => {
    const nodeUnit = connectNodeUnit();
    const address = nodeUnit.terminalId;
    const stored = rows(address).map((row) => aDeployment({ ...row, claimEpoch: row.address === '' ? 0 : 1 }));
    serveDeploymentStore(connect('storage'), new InMemoryDeploymentStore(stored));
    const store = deploymentStoreOf(nodeUnit);
    const replica = replicaOf(store);
    await replica.until(() => true);
    expect(await act({ store, address })).toEqual(expected(address));
    replica.stop();
  });

  it('passes on why the database cannot be used, and the rows that cannot be read with their faults', async () => {
    const reason = 'there is no database "app" on 127.0.0.1:5432. Create it (createdb)';
    const invalid = [{ id: deployment(1).id, reason: 'type: expected deployment or daemon' }];
    const changes$ = new BehaviorSubject<DeploymentChange>({ kind: 'unavailable', reason });
    const database = new InMemoryDeploymentStore();
    serveDeploymentStore(connect('storage'), Object.assign(database, { changes$ }));
    const seen: unknown[] = [];
    const store = deploymentStoreOf(connectNodeUnit(), { onInvalidRow: (row) => seen.push(row) });
    const replica$ = watchReplica(store);
    const subscription = replica$.subscribe();
    const until = (accepts: (replica: DeploymentReplica) => boolean) =>
      firstValueFrom(replica$.pipe(filter(accepts), timeout(30_000)));
    await until((replica) => replica.state === 'loading' && replica.reason === reason);
    changes$.next({ kind: 'snapshot', deployments: [deployment(2)], invalid });
    const current = await until(({ state }) => state === 'current');
    expect(current).toMatchObject({ invalid: new Map([[invalid[0]?.id, invalid[0]?.reason]]) });
    expect(seen).toEqual(invalid);
    const late = await firstValueFrom(
      deploymentStoreOf(connectNodeUnit()).changes$.pipe(
        filter(({ kind }) => kind === 'snapshot'),
        timeout(30_000),
      ),
    );
    expect(late).toMatchObject({ deployments: [{ id: deployment(2).id }], invalid });
    subscription.unsubscribe();
  });

  it('says which part of a status is wrong', async () => {
    const { storage, nodeUnit, replica } = await clusterOf([deployment(1)]);
    const req = { address: nodeUnit.terminalId, changed: [{ state: 'fine' }], removed_ids: [] };
    const targetTerminalId = storage.terminalId;
    const answer = await nodeUnit.requestForResponse({ method: 'Deployment/ReportStatus', req, targetTerminalId });
    expect(answer).toMatchObject({ code: 400, message: expect.stringMatching(/changed\.0: .*state/s) as string });
    replica.stop();
  });
});
