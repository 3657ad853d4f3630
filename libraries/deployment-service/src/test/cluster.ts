import { createKeyPair, issueWorkloadCredential } from '@node-unit/credentials';
import { type Deployment, type DeploymentStore, InMemoryDeploymentStore, watchReplica } from '@node-unit/deployment';
import { type RunningHost, startHost } from '@node-unit/host';
import { connectTerminal, type Terminal, type TerminalInfo, type TerminalOptions } from '@node-unit/protocol';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { afterEach, beforeEach } from 'vitest';

import { deploymentStoreOf, serveDeploymentStore, type StoreRefusal } from '../index.js';

const TOKEN = 'a long secret';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let host: RunningHost;
let terminals: Terminal[] = [];

export function connect(name: string, options: Partial<TerminalOptions> = {}): Terminal {
  const hostUrl = `ws://127.0.0.1:${host.port}`;
  const terminal = connectTerminal({ hostUrl, hostToken: TOKEN, name, ...options });
  terminals.push(terminal);
  return terminal;
}

export function connectNodeUnit(): Terminal {
  const keyPair = createKeyPair();
  return connect('node-unit', { keyPair, tags: { node_unit: 'true', node_unit_address: keyPair.publicKey } });
}

/** A process of a deployment that the node-unit runs. */
export async function connectWorkload(nodeUnit: Terminal): Promise<Terminal> {
  const keyPair = createKeyPair();
  const terminalId = keyPair.publicKey;
  const req = { terminal_ids: [terminalId] };
  await nodeUnit.requestForResponse({ method: 'UpdateWorkloads', req, targetTerminalId: '@host' });
  const claims = { terminalId, deploymentId: 'd', claimEpoch: 1 };
  return connect('workload', { keyPair, hostToken: issueWorkloadCredential(claims, nodeUnit.keyPair) });
}

export function replicaOf(store: DeploymentStore) {
  const replica$ = watchReplica(store);
  const subscription = replica$.subscribe();
  const until = (accepts: (rows: ReadonlyMap<string, Deployment>) => boolean) =>
    firstValueFrom(
      replica$.pipe(
        filter((replica) => replica.state === 'current' && accepts(replica.deployments)),
        timeout(30_000),
      ),
    );
  return { replica$, until, stop: () => subscription.unsubscribe() };
}

/** A storage terminal, and a node-unit that has seen it. */
export async function clusterOf(rows: readonly Deployment[]) {
  const database = new InMemoryDeploymentStore(rows);
  const storage = connect('storage');
  const refusals: StoreRefusal[] = [];
  const onRefused = (refusal: StoreRefusal): void => void refusals.push(refusal);
  const services = serveDeploymentStore(storage, database, { onRefused });
  const nodeUnit = connectNodeUnit();
  const store = deploymentStoreOf(nodeUnit);
  const replica = replicaOf(store);
  await replica.until(() => true);
  return { database, storage, services, nodeUnit, store, replica, refusals };
}

/** Resolves when `watcher` sees the other terminal on the host. */
export async function listed(watcher: Terminal, { terminalId }: Terminal): Promise<void> {
  const isListed = ({ terminal_id }: TerminalInfo): boolean => terminal_id === terminalId;
  await firstValueFrom(watcher.terminalInfos$.pipe(filter((terminals) => terminals.some(isListed))));
}

/** A host of its own for every test of the file; its terminals end with the test. */
export function useHost(): void {
  beforeEach(async () => {
    host = await startHost({ port: 0, tokens: [TOKEN], logger: silent });
  });
  afterEach(async () => {
    await Promise.all(terminals.map((terminal) => terminal.dispose()));
    terminals = [];
    await host.close();
  });
}
