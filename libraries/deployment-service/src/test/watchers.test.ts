import { InMemoryDeploymentStore } from '@node-unit/deployment';
import type { ServiceHandler, TerminalInfo } from '@node-unit/protocol';
import { BehaviorSubject, from, Subscription } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { serveDeploymentStore } from '../index.js';
import { deployment } from './builders.js';

const DAEMON = deployment(1, { type: 'daemon' });
const plain: TerminalInfo = { terminal_id: 'watcher', name: 'watcher' };
const nodeUnit: TerminalInfo = { ...plain, tags: { node_unit: 'true', node_unit_address: 'watcher' } };

/** What a watcher is sent by a storage that sees these terminals. */
async function watch(terminals$: BehaviorSubject<TerminalInfo[]>, store: InMemoryDeploymentStore) {
  const handlers = new Map<string, ServiceHandler>();
  const offerService = ({ method }: { readonly method: string }, handler: ServiceHandler): Subscription => {
    handlers.set(method, handler);
    return new Subscription();
  };
  serveDeploymentStore({ offerService, terminalInfos$: terminals$ }, store);
  const request = { req: { patches: true }, sourceTerminalId: 'watcher', traceId: 'one' };
  const frames: unknown[] = [];
  const replies$ = from(handlers.get('Deployment/Watch')?.(request) ?? []);
  const watching = replies$.subscribe((reply) => frames.push('frame' in reply ? reply.frame : reply));
  onTestFinished(() => watching.unsubscribe());
  await expect.poll(() => frames.length).toBe(1);
  return frames;
}

describe('a watcher', () => {
  it('that turns out to be a node-unit gets everything again, with what it may see then', async () => {
    const terminals$ = new BehaviorSubject([plain]);
    const store = new InMemoryDeploymentStore([DAEMON, deployment(2)]);
    const frames = await watch(terminals$, store);
    expect(frames).toMatchObject([{ kind: 'snapshot', rows: [{ env: {} }, {}] }]);
    terminals$.next([nodeUnit]);
    store.put(deployment(2, { enabled: false }));
    expect(frames.slice(1)).toMatchObject([
      { kind: 'snapshot', sequence: 1, rows: [{ env: DAEMON.env }, { enabled: false }] },
    ]);
  });

  it('keeps what it has while the host does not list it', async () => {
    const terminals$ = new BehaviorSubject([nodeUnit]);
    const store = new InMemoryDeploymentStore([DAEMON]);
    const frames = await watch(terminals$, store);
    expect(frames).toMatchObject([{ rows: [{ env: DAEMON.env }] }]);
    terminals$.next([]);
    store.put({ ...DAEMON, enabled: false });
    expect(frames.slice(1)).toMatchObject([
      { kind: 'delta', sequence: 1, rows: [], patches: [{ id: DAEMON.id, columns: { enabled: false } }] },
    ]);
  });
});
