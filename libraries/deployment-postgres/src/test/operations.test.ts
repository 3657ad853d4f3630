import type { DeploymentDifference, DeploymentSpec, Operation } from '@node-unit/deployment';
import { describe, expect, it } from 'vitest';

import { openTables } from './operationTables.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();
const UNKNOWN = '00000000-0000-4000-8000-0000000000ff';

async function open() {
  const uri = await postgres.migratedDatabase();
  const { operations, store } = openTables(uri);
  const rows = (columns: string) => sql(uri, `select ${columns} from deployment order by name, replica`);
  const apply = async (specs: readonly DeploymentSpec[], dryRun = false) =>
    (await operations.operate({ kind: 'apply', specs: [...specs], dryRun })).differences;
  const operate = (operation: Operation) => operations.operate(operation);
  const events = (kind: string) =>
    sql(uri, 'select address, reason, changed_columns from deployment_event where kind = $1 order by id', [kind]);
  return { uri, operations, store, rows, apply, operate, events };
}

const actions = (differences: readonly DeploymentDifference[]) => differences.map(({ action }) => action);
const idOf = ([difference]: readonly DeploymentDifference[]): string => difference?.deploymentId ?? '';
const web = (more: Partial<DeploymentSpec> = {}): DeploymentSpec => ({ name: 'web', package: 'demo', ...more });

describe('apply', () => {
  it('adds, changes, removes, and leaves what is as it should be', async () => {
    const { apply, rows } = await open();
    const added = await apply([web({ replicas: 2, env: { TOKEN: 'hidden' } })]);
    expect(actions(added)).toEqual(['add', 'add']);
    expect((await rows('id')).map(({ id }) => id)).toEqual(added.map(({ deploymentId }) => deploymentId));
    expect(actions(await apply([web({ env: { TOKEN: 'hidden' } })]))).toEqual(['none', 'none']);
    const changed = await apply([web({ version: '2', replicas: 1, env: { TOKEN: 'other' } })]);
    expect(actions(changed)).toEqual(['change', 'remove']);
    expect(JSON.stringify([added, changed])).not.toMatch(/hidden|other/);
    expect(await rows('name, replica, package_version, previous_version, env')).toEqual([
      { name: 'web', replica: 0, package_version: '2', previous_version: 'latest', env: { TOKEN: 'other' } },
    ]);
  });

  it('says in a dry run what it would do, and does nothing', async () => {
    const { apply, rows } = await open();
    expect(await apply([web()], true)).toMatchObject([{ action: 'add', deploymentId: '', name: 'web', replica: 0 }]);
    expect(await rows('id')).toEqual([]);
  });

  it('is all or nothing', async () => {
    const { apply, rows } = await open();
    // Lawful for the schema of requests, and not for the table.
    const bad = web({ name: 'bad', constraints: { 'zone\0': 'eu' } });
    await expect(apply([web(), bad])).rejects.toMatchObject({ code: 'REFUSED' });
    expect(await rows('id')).toEqual([]);
  });
});

describe('names', () => {
  it.each(['-web', 'web shop', 'a'.repeat(101), 'wéb'])('are refused by the table: %j', async (name) => {
    const { uri } = await open();
    await expect(sql(uri, `insert into deployment (name) values ($1)`, [name])).rejects.toThrow(
      /name must be 1 to 100/,
    );
  });

  it('are unique with the number of the replica, if there is one', async () => {
    const { uri } = await open();
    const insert = (name: string) => sql(uri, `insert into deployment (name, replica) values ($1, 1)`, [name]);
    await insert('');
    await insert('');
    await insert('web');
    await expect(insert('web')).rejects.toMatchObject({ code: '23505' });
  });
});

describe('scale', () => {
  it('copies everything inside the database, and removes the highest numbers', async () => {
    const { apply, operate, rows } = await open();
    await apply([
      web({ env: { TOKEN: 'hidden' }, health: { http: 'http://127.0.0.1:1/' }, memory_max_mb: 7, enabled: false }),
    ]);
    const { differences } = await operate({ kind: 'scale', name: 'web', replicas: 3 });
    expect(actions(differences)).toEqual(['none', 'add', 'add']);
    expect(JSON.stringify(differences)).not.toContain('hidden');
    const [first, ...copies] = await rows('env, health, memory_max_mb, enabled, package_name, package_version');
    expect(copies).toEqual([first, first]);
    await operate({ kind: 'scale', name: 'web', replicas: 1 });
    expect(await rows('replica')).toEqual([{ replica: 0 }]);
    await operate({ kind: 'scale', name: 'web', replicas: 0 });
    await expect(operate({ kind: 'scale', name: 'web', replicas: 1 })).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('is refused for a daemon', async () => {
    const { apply, operate } = await open();
    await apply([web({ type: 'daemon' })]);
    await expect(operate({ kind: 'scale', name: 'web', replicas: 2 })).rejects.toThrow(/daemon/);
  });
});

describe('single deployments', () => {
  it('get another version, and the one before it again', async () => {
    const { apply, operate, rows, events } = await open();
    const deploymentId = idOf(await apply([web({ version: '1' })]));
    await expect(operate({ kind: 'undoVersion', deploymentId })).rejects.toThrow(/never had another version/);
    await operate({ kind: 'setVersion', deploymentId, version: '2' });
    const { differences } = await operate({ kind: 'undoVersion', deploymentId });
    expect(differences[0]?.fields).toEqual([{ field: 'package_version', before: '2', after: '1' }]);
    expect(await rows('package_version, previous_version')).toEqual([{ package_version: '1', previous_version: '2' }]);
    expect((await events('spec')).map(({ reason }) => reason)).toEqual([
      'an operator rolls out another version',
      'an operator undoes the last change of the version',
    ]);
  });

  it('are restarted with a reason, disabled and removed', async () => {
    const { apply, operate, rows, events } = await open();
    const deploymentIds = [idOf(await apply([web()]))];
    const before = await rows('updated_at');
    await operate({ kind: 'restart', deploymentIds, reason: 'it hangs' });
    expect(await rows('updated_at')).not.toEqual(before);
    await operate({ kind: 'setEnabled', deploymentIds, enabled: false });
    // The reason of a statement before does not stay on the connection.
    expect(await events('spec')).toMatchObject([
      { reason: 'it hangs', changed_columns: [] },
      { reason: '', changed_columns: ['enabled'] },
    ]);
    await operate({ kind: 'remove', deploymentIds });
    expect(await events('deleted')).toHaveLength(1);
  });

  it('must exist, all of them', async () => {
    const { apply, operate, rows } = await open();
    const deploymentIds = [idOf(await apply([web()])), UNKNOWN];
    await expect(operate({ kind: 'remove', deploymentIds })).rejects.toThrow(`there is no deployment ${UNKNOWN}`);
    expect(await rows('name')).toEqual([{ name: 'web' }]);
  });
});

describe('node-units', () => {
  const online = [{ address: 'a', name: 'one', version: '1' }];

  it('may be drained before a storage has seen them', async () => {
    const { uri, operations, operate } = await open();
    await operate({ kind: 'drain', address: 'a', reason: 'disk' });
    await operations.recordNodeUnits({ online, isAll: true });
    expect(await sql(uri, 'select name, online, drain_reason from node_unit')).toEqual([
      { name: 'one', online: true, drain_reason: 'disk' },
    ]);
  });

  it('are drained and undrained once, with events', async () => {
    const { uri, operations, operate, events } = await open();
    await operations.recordNodeUnits({ online, isAll: true });
    await operate({ kind: 'drain', address: 'a', reason: 'disk' });
    await operate({ kind: 'drain', address: 'a', reason: 'again' });
    await operations.recordNodeUnits({ online: [], isAll: false });
    expect(await sql(uri, 'select online, drain_reason from node_unit')).toEqual([
      { online: true, drain_reason: 'disk' },
    ]);
    await operations.recordNodeUnits({ online: [], isAll: true });
    await operations.forgetNodeUnits(0);
    expect(await sql(uri, 'select online from node_unit')).toEqual([{ online: false }]);
    await operate({ kind: 'undrain', address: 'a' });
    await operations.forgetNodeUnits(0);
    expect(await sql(uri, 'select online from node_unit')).toEqual([]);
    for (const kind of ['online', 'drained', 'offline', 'undrained'])
      expect(await events(`node_unit_${kind}`)).toHaveLength(1);
    expect(await events('node_unit_drained')).toMatchObject([{ address: 'a', reason: 'disk' }]);
  });

  it('are forgotten when an operator says so, unless they are online or drained', async () => {
    const { uri, operations, operate } = await open();
    const forget = () => operate({ kind: 'forget', address: 'a' });
    const known = async () => (await sql(uri, 'select address from node_unit')).length;
    await operations.recordNodeUnits({ online, isAll: true });
    await forget();
    expect(await known()).toBe(1);
    await operations.recordNodeUnits({ online: [], isAll: true });
    await operate({ kind: 'drain', address: 'a', reason: '' });
    await forget();
    expect(await known()).toBe(1);
    await operate({ kind: 'undrain', address: 'a' });
    await forget();
    expect(await known()).toBe(0);
  });

  it('are told to hand over what they hold; the order ends with the assignment', async () => {
    const { uri, apply, operate, store } = await open();
    const deploymentId = idOf(await apply([web()]));
    const order = { kind: 'handOver', deploymentId, address: 'a', reason: 'crowded' } as const;
    await expect(operate(order)).rejects.toMatchObject({ code: 'REFUSED' });
    await store.claim(deploymentId, 'a');
    await operate(order);
    expect(await sql(uri, 'select address, reason from hand_over')).toEqual([{ address: 'a', reason: 'crowded' }]);
    await store.handBack(deploymentId, 'a', 'crowded');
    expect(await sql(uri, 'select * from hand_over')).toEqual([]);
  });
});

describe('addresses', () => {
  it('change for a reason, which does not stay on the connection', async () => {
    const { uri, apply, store, events } = await open();
    const id = idOf(await apply([web()]));
    await store.claim(id, 'a');
    await store.handBack(id, 'a', "it's \0too big");
    await store.claim(id, 'b');
    await store.release(['b']);
    await sql(uri, "update deployment set address = 'c'");
    await store.handBack(id, 'c');
    expect((await events('address')).map(({ reason }) => reason)).toEqual([
      'claimed',
      "it's too big",
      'claimed',
      'its node-unit was lost',
      '',
      '',
    ]);
  });
});
