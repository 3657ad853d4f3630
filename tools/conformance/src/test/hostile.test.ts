import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  allRunning,
  createWaiter,
  type LocalCluster,
  startLocalCluster,
  wantedDeployments,
  type Waiter,
} from '@node-unit/local-cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AttackReport, type HostilePackage, packHostile } from '../index.js';

const DEADLINE_MS = 120_000;
const SAMPLES = 6;
/** Isolation by users is there where the agent is root; elsewhere the log says that it is not. */
const IS_ROOT = process.getuid?.() === 0;

let cluster: LocalCluster;
let waiter: Waiter;
let hostile: HostilePackage;
let hostileId: string;

beforeAll(async () => {
  cluster = await startLocalCluster({ storageEnv: { POSTGRES_STORAGE_SQL: 'on' } });
  waiter = createWaiter(cluster, new AbortController().signal);
  hostile = await packHostile(join(cluster.folder, 'hostile'));
  const names = ['one', 'two', 'three'];
  for (const name of names) cluster.startNodeUnit({ name, env: {} });
  await waiter.until('all are online', ({ nodeUnits }) => nodeUnits.length === names.length);
  await cluster.sql(`insert into portal_config (external_host_url, is_import, filter_schema, enabled)
    values ('ws://other/?host_token=secret-of-another-host', true, '{}', true)`);
  await cluster.insertSamples(SAMPLES);
  await waiter.until('the samples run', allRunning);
  const [row] = await cluster.sql(
    `insert into deployment (package_name, package_version, command, args) values ($1, $2, '', '[]') returning id`,
    [hostile.packageName, hostile.packageVersion],
  );
  hostileId = String(row?.['id']);
}, DEADLINE_MS);
afterAll(() => cluster.stop());

function reports(): readonly (AttackReport & { readonly round?: number })[] {
  const log = readFileSync(join(cluster.folder, 'workspace', 'logs', `${hostileId}.log`), 'utf8');
  return log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as AttackReport & { readonly round?: number });
}

async function untilRound(round: number): Promise<void> {
  await expect.poll(() => hasRound(round), { timeout: DEADLINE_MS, interval: 100 }).toBe(true);
}

function hasRound(wanted: number): boolean {
  try {
    return reports().some(({ round }) => round === wanted);
  } catch {
    // There is no log yet.
    return false;
  }
}

async function moves(): Promise<number> {
  const [row] = await cluster.sql(`select count(*) from deployment_event where kind = 'address'`);
  return Number(row?.['count']);
}

describe('a hostile deployment', { timeout: 2 * DEADLINE_MS }, () => {
  it('gets nothing of what it tries, and the cluster does not even move', async () => {
    await waiter.until('the hostile program runs', allRunning);
    const movesBefore = await moves();
    await untilRound(1);
    const successes = reports().filter(({ got, attack }) => got && (IS_ROOT || attack !== 'S11'));
    expect(successes).toEqual([]);
    expect(new Set(reports().flatMap(({ attack }) => attack ?? []))).toEqual(
      new Set(['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S10', 'S11', '11']),
    );
    expect(await moves()).toBe(movesBefore);
  });

  it('keeps nobody from claiming: what is new runs, and what a lost node-unit held as well', async () => {
    await cluster.insertSamples(3);
    await waiter.until('the new ones run', allRunning);
    const [row] = await cluster.sql('select address from deployment where id = $1', [hostileId]);
    const victim = [...cluster.nodeUnits.values()].find(({ name }) => cluster.addressOf(name) !== row?.['address']);
    const lostAddress = cluster.addressOf(victim?.name ?? '');
    waiter.expectEnd(victim?.name ?? '');
    victim?.signal('SIGKILL');
    await waiter.until(
      'the others run what it held',
      (picture) => allRunning(picture) && wantedDeployments(picture).every(({ address }) => address !== lostAddress),
    );
  });

  it('is refused by name: the host and the storage say who tried what', async () => {
    const [host] = cluster.started;
    const refusal = await host?.logged('FrameRefused', ({ reason }) => reason === 'members_only');
    expect(refusal).toMatchObject({ terminal_id: expect.any(String) as string });
    expect(await host?.logged('ConnectionRefused')).toBeDefined();
  });
});
