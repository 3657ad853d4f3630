import type { DeploymentStatus } from '@node-unit/deployment';
import { describe, expect, it, onTestFinished } from 'vitest';

import { openPostgresDeploymentStore } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();
const ID = '00000000-0000-4000-8000-000000000001';

const RUNNING: DeploymentStatus = {
  deploymentId: ID,
  state: 'running',
  pid: 7,
  restarts: 2,
  lastExit: 'exit code 1',
  reason: '',
  resolvedVersion: '1.2.3',
  claimEpoch: 1,
  rowUpdatedAt: '',
  handOver: '',
  healthy: undefined,
  since: '2026-01-01T00:00:00.123Z',
};

async function openAssigned(address = 'a') {
  const uri = await postgres.migratedDatabase();
  await sql(uri, "insert into deployment (id, package_name, address) values ($1, 'demo', $2)", [ID, address]);
  const store = openPostgresDeploymentStore({ uri });
  onTestFinished(() => store.close());
  const report = (...changed: readonly DeploymentStatus[]) => store.reportStatus('a', { changed, removedIds: [] });
  return { uri, store, report };
}

describe('deployment_status', () => {
  it('gives back what was reported, and replaces it', async () => {
    const { store, report } = await openAssigned();
    await report(RUNNING);
    expect(await store.readStatus([ID])).toMatchObject([{ ...RUNNING, address: 'a' }]);
    const reason = `cut${'x'.repeat(10_000)}\0`;
    await report({ ...RUNNING, state: 'refused', pid: undefined, healthy: false, reason });
    const [status] = await store.readStatus();
    expect(status).toMatchObject({ state: 'refused', pid: undefined, healthy: false });
    expect(status?.reason).toHaveLength(4_000);
  });

  it('goes with the release of its address, whoever writes, and with its deployment', async () => {
    const { uri, store, report } = await openAssigned();
    await report(RUNNING);
    await sql(uri, "update deployment set enabled = false, address = 'a'");
    expect(await store.readStatus()).toHaveLength(1);
    await sql(uri, "update deployment set address = ''");
    expect(await store.readStatus()).toEqual([]);
    await report(RUNNING);
    await sql(uri, 'delete from deployment');
    expect(await store.readStatus()).toEqual([]);
    await report(RUNNING);
    expect(await store.readStatus()).toEqual([]);
  });

  it('has a row for every node-unit that runs a daemon', async () => {
    const { uri, store } = await openAssigned('');
    await sql(uri, "update deployment set type = 'daemon'");
    for (const address of ['a', 'b']) await store.reportStatus(address, { changed: [RUNNING], removedIds: [] });
    expect((await store.readStatus([ID])).map(({ address }) => address)).toEqual(['a', 'b']);
    await store.reportStatus('a', { changed: [], removedIds: [ID] });
    expect((await store.readStatus([ID])).map(({ address }) => address)).toEqual(['b']);
  });

  it('makes events of what an operator has to know, once', async () => {
    const { uri, report } = await openAssigned();
    const failed: DeploymentStatus = { ...RUNNING, state: 'update_failed', reason: 'no such version' };
    for (const status of [RUNNING, failed, { ...failed, restarts: 3 }, RUNNING, RUNNING]) await report(status);
    expect(
      await sql(uri, "select kind, address, state, reason from deployment_event where kind = 'status' order by id"),
    ).toEqual([
      { kind: 'status', address: 'a', state: 'update_failed', reason: 'no such version' },
      { kind: 'status', address: 'a', state: 'running', reason: '' },
    ]);
  });

  it('makes one event of a crash loop, however many starts it has, one of its end, and new ones under a new claim', async () => {
    const { uri, report } = await openAssigned();
    const looping: DeploymentStatus = { ...RUNNING, state: 'crash_looping', reason: 'three quick ends' };
    const starting: DeploymentStatus = { ...RUNNING, state: 'starting' };
    for (const status of [starting, looping, starting, looping, starting, RUNNING, starting, RUNNING])
      await report(status);
    await report({ ...looping, claimEpoch: 2 });
    expect(await sql(uri, "select state, claim_epoch from deployment_event where kind = 'status' order by id")).toEqual(
      [
        { state: 'crash_looping', claim_epoch: '1' },
        { state: 'running', claim_epoch: '1' },
        { state: 'crash_looping', claim_epoch: '2' },
      ],
    );
  });
});
