import { createKeyPair } from '@node-unit/credentials';
import {
  DeploymentStoreError,
  InMemoryDeploymentStore,
  NO_ORDERS,
  type Operation,
  type OperationsChange,
  type OperationsStore,
} from '@node-unit/deployment';
import type { Terminal } from '@node-unit/protocol';
import { filter, firstValueFrom, Subject, timeout } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { deploymentStoreOf, operationsStoreOf, serveDeploymentStore, serveOperations } from '../index.js';
import { connect, connectNodeUnit, connectWorkload, listed, useHost } from './cluster.js';

const operatorKey = createKeyPair();
const SCALE: Operation = { kind: 'scale', name: 'web', replicas: 2 };
const NODE_UNIT = { address: 'a', name: 'one', version: '1', online: true, drainReason: '', seenAt: 'now' };
const SNAPSHOT: OperationsChange = { kind: 'snapshot', statuses: [], nodeUnits: [], handOvers: [], events: [] };

useHost();

/** A storage that keeps nothing, and says what it was asked for. */
function serve(refuse?: DeploymentStoreError) {
  const storage = connect('storage');
  const changes$ = new Subject<OperationsChange>();
  const operated: Operation[] = [];
  const refused: string[] = [];
  const store: OperationsStore = {
    operations$: changes$,
    readEvents: () => Promise.resolve([]),
    operate: (operation) => {
      operated.push(operation);
      return refuse ? Promise.reject(refuse) : Promise.resolve({ differences: [] });
    },
  };
  const database = new InMemoryDeploymentStore([]);
  serveDeploymentStore(storage, database);
  const onRefused = ({ reason }: { readonly reason: string }): void => void refused.push(reason);
  serveOperations(storage, store, { operators: [operatorKey.publicKey], onRefused });
  return { storage, changes$, operated, refused, database };
}

async function member(storage: Terminal): Promise<Terminal> {
  const terminal = connect('member');
  await listed(terminal, storage);
  return terminal;
}

describe(serveOperations.name, () => {
  it('carries out what an operator has signed, and nothing else', async () => {
    const { storage, operated, refused } = serve();
    const terminal = await member(storage);
    const withoutKey = operationsStoreOf(terminal).operate(SCALE);
    await expect(withoutKey).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const stranger = operationsStoreOf(terminal, { operatorKey: createKeyPair() }).operate(SCALE);
    await expect(stranger).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(operated).toEqual([]);
    expect(refused).toEqual([expect.stringContaining('is not the public key of an operator')]);
    expect(await operationsStoreOf(terminal, { operatorKey }).operate(SCALE)).toEqual({ differences: [] });
    expect(operated).toEqual([SCALE]);
  });

  it('refuses a workload, whatever key it has', async () => {
    const { storage, operated } = serve();
    const nodeUnit = connectNodeUnit();
    await listed(nodeUnit, storage);
    const workload = await connectWorkload(nodeUnit);
    await firstValueFrom(workload.connection$.pipe(filter(({ state }) => state === 'connected')));
    const req = { content: '{}', issued_at_ms: 1, nonce: '12345678', operator: 'o', signature: 's' };
    const asked = workload.requestForResponse({
      method: 'Operator/Operate',
      req,
      targetTerminalId: storage.terminalId,
    });
    await expect(asked).resolves.toMatchObject({ code: 403 });
    expect(operated).toEqual([]);
  });

  it('tells the reason of a store that refuses', async () => {
    const { storage } = serve(new DeploymentStoreError('REFUSED', 'no such name'));
    const store = operationsStoreOf(await member(storage), { operatorKey });
    await expect(store.operate(SCALE)).rejects.toMatchObject({ code: 'REFUSED', message: 'no such name' });
  });

  it('gives a late watcher a snapshot of everything', async () => {
    const { storage, changes$ } = serve();
    const store = operationsStoreOf(await member(storage));
    const early: OperationsChange[] = [];
    const watching = store.operations$.subscribe((change) => early.push(change));
    onTestFinished(() => watching.unsubscribe());
    await expect.poll(() => changes$.observed).toBe(true);
    changes$.next(SNAPSHOT);
    const nodeUnits = [{ ...NODE_UNIT, drainedAt: undefined }];
    changes$.next({ kind: 'delta', statuses: [], statusesOf: [], events: [], nodeUnits });
    await expect.poll(() => early.at(-1)?.kind).toBe('delta');
    const late = operationsStoreOf(await member(storage));
    const isKnown = ({ kind }: OperationsChange): boolean => kind !== 'unavailable';
    const first = await firstValueFrom(late.operations$.pipe(filter(isKnown), timeout(30_000)));
    expect(first).toMatchObject({ ...SNAPSHOT, nodeUnits: [NODE_UNIT] });
  });
});

describe('orders', () => {
  it('are for the node-unit alone', async () => {
    const { storage } = serve();
    const nodeUnit = connectNodeUnit();
    await listed(nodeUnit, storage);
    const store = deploymentStoreOf(nodeUnit);
    expect(await firstValueFrom(store.watchOrders(nodeUnit.terminalId))).toEqual(NO_ORDERS);
    await expect(firstValueFrom(store.watchOrders('another'))).rejects.toThrow(/own orders only/);
  });

  it('are none if the storage is an old one, which knows no orders', async () => {
    const storage = connect('storage');
    storage.offerService({ method: 'Deployment/Watch', schema: {} }, () => new Subject());
    const nodeUnit = connectNodeUnit();
    await listed(nodeUnit, storage);
    const services$ = nodeUnit.terminalInfos$.pipe(
      filter((infos) => infos.some(({ serviceInfo }) => Object.keys(serviceInfo ?? {}).length > 0)),
    );
    await firstValueFrom(services$);
    const orders = firstValueFrom(deploymentStoreOf(nodeUnit).watchOrders(nodeUnit.terminalId).pipe(timeout(30_000)));
    expect(await orders).toEqual(NO_ORDERS);
  });
});
