import { type DeploymentChange, toDeploymentRow } from '@node-unit/deployment';
import type { Terminal } from '@node-unit/protocol';
import { concat, filter, firstValueFrom, map, NEVER, of, take, tap, timeout, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { deploymentStoreOf } from '../index.js';
import { deployment } from './builders.js';
import { clusterOf, connect, connectNodeUnit, replicaOf, useHost } from './cluster.js';

useHost();

/** What a watcher gets, frame by frame. */
function framesOf(watcher: Terminal, { terminalId }: Terminal, req: { readonly patches?: boolean }) {
  return watcher.request({ method: 'Deployment/Watch', req, targetTerminalId: terminalId }).pipe(
    filter(({ frame }) => frame !== undefined),
    map(({ frame }) => frame),
  );
}

/** A storage that answers each watcher with the next of these, and what it was asked. */
function storageOf(answers: readonly (readonly unknown[])[]): readonly unknown[] {
  const asked: unknown[] = [];
  // As an earlier version describes it.
  const schema = { type: 'object', required: [], properties: {} };
  connect('storage').offerService({ method: 'Deployment/Watch', schema }, ({ req }) => {
    const frames = answers[asked.length] ?? [];
    asked.push(req);
    return concat(of(...frames).pipe(map((frame) => ({ frame }))), NEVER);
  });
  return asked;
}

const row = toDeploymentRow(deployment(1));
const patch = { id: row.id, columns: { enabled: false } };
const snapshot = { kind: 'snapshot', rows: [row], invalid: [] };
const delta = { kind: 'delta', rows: [], removed_ids: [], invalid: [] };

describe('a claim', () => {
  it('is sent as the columns that it changes, and to an earlier watcher as the whole row', async () => {
    const { storage, nodeUnit, store, replica } = await clusterOf([deployment(1), deployment(2)]);
    const [patched, whole] = [{ patches: true }, {}].map((req) =>
      firstValueFrom(framesOf(nodeUnit, storage, req).pipe(take(2), toArray(), timeout(30_000))),
    );
    // Both have begun.
    for (const req of [{ patches: true }, {}]) await firstValueFrom(framesOf(nodeUnit, storage, req));
    await store.claim(deployment(1).id, nodeUnit.terminalId);
    const [, claimed] = (await patched) as { patches: (typeof patch)[] }[];
    expect(claimed).toMatchObject({ kind: 'delta', sequence: 1, rows: [] });
    // The environment was hidden until now.
    expect(Object.keys(claimed?.patches[0]?.columns ?? {}).sort()).toEqual(
      ['address', 'args', 'claim_epoch', 'env', 'updated_at'].sort(),
    );
    expect(await whole).toEqual([
      { kind: 'snapshot', rows: [expect.any(Object), expect.any(Object)], invalid: [] },
      {
        kind: 'delta',
        rows: [expect.objectContaining({ id: row.id, claim_epoch: 1, package_name: 'demo', env: { TOKEN: 'hidden' } })],
        removed_ids: [],
        invalid: [],
      },
    ]);
    replica.stop();
  });

  it('is sent without what is hidden from the others', async () => {
    const { storage, nodeUnit, store, replica } = await clusterOf([deployment(1)]);
    const other = connectNodeUnit();
    const others = replicaOf(deploymentStoreOf(other));
    await others.until(() => true);
    const frames = firstValueFrom(framesOf(other, storage, { patches: true }).pipe(take(2), toArray()));
    await firstValueFrom(framesOf(other, storage, { patches: true }));
    await store.claim(row.id, nodeUnit.terminalId);
    const [, claimed] = (await frames) as { patches: (typeof patch)[] }[];
    expect(Object.keys(claimed?.patches[0]?.columns ?? {}).sort()).toEqual(['address', 'claim_epoch', 'updated_at']);
    await others.until((rows) => rows.get(row.id)?.address === nodeUnit.terminalId);
    others.stop();
    replica.stop();
  });
});

describe('a watcher', () => {
  it('understands a storage of an earlier version, which knows nothing of patches', async () => {
    const asked = storageOf([[snapshot, { ...delta, rows: [{ ...row, enabled: false }] }]]);
    const replica = replicaOf(deploymentStoreOf(connectNodeUnit()));
    await replica.until((rows) => rows.get(row.id)?.enabled === false);
    expect(asked).toEqual([{ patches: true }]);
    replica.stop();
  });

  it.each([
    ['a row that it has not received', { ...delta, sequence: 1, patches: [{ ...patch, id: deployment(2).id }] }],
    ['a frame that it has not received', { ...delta, sequence: 2, patches: [patch] }],
    ['a frame that it has received', { ...snapshot, sequence: 0 }],
  ])('asks for whole rows when the storage sends a change of %s', async (_case, frame) => {
    const asked = storageOf([[{ ...snapshot, sequence: 0 }, frame], [{ ...snapshot, rows: [] }]]);
    const kinds: DeploymentChange['kind'][] = [];
    const store = deploymentStoreOf(connectNodeUnit());
    await firstValueFrom(
      store.changes$.pipe(
        tap(({ kind }) => kinds.push(kind)),
        filter((change) => change.kind === 'snapshot' && change.deployments.length === 0),
        timeout(30_000),
      ),
    );
    expect(asked).toEqual([{ patches: true }, { patches: false }]);
    expect(kinds.filter((kind) => kind === 'delta')).toEqual([]);
    expect(kinds.slice(-3)).toEqual(['snapshot', 'unavailable', 'snapshot']);
  });
});
