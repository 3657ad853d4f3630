import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { unitctl } from './unitctl.js';
import { useCluster } from './useCluster.js';

const SLOW = { timeout: 60_000, interval: 50 };
const cluster = useCluster();

/** A package in the folder of the cluster, whose entry is this program. */
function writePackage(name: string, program: string, manifest: object = {}): string {
  const folder = join(cluster().local.folder, `${name}-${Math.random()}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
  writeFileSync(join(folder, 'index.js'), program);
  return `file:${folder}`;
}

async function insert(columns: Readonly<Record<string, unknown>>): Promise<string> {
  const names = Object.keys(columns);
  const [row] = await cluster().local.sql(
    `insert into deployment (${names.join()}) values (${names.map((_name, at) => `$${at + 1}`).join()}) returning id`,
    Object.values(columns),
  );
  return String(row?.['id']);
}

async function statusOf(id: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const [row] = await cluster().local.sql('select * from deployment_status where deployment_id = $1', [id]);
  return row;
}

async function addressOf(id: string): Promise<unknown> {
  const [row] = await cluster().local.sql('select address from deployment where id = $1', [id]);
  return row?.['address'];
}

async function why(id: string): Promise<string> {
  return (await unitctl(cluster().local, ['why', id])).output;
}

/** The words of a table, whose cells are wrapped. */
function words(table: string): string {
  return table.replace(/[^\w.:,()-]+/g, ' ');
}

const IDLE = 'setInterval(() => {}, 1000);';

describe('what operators see of a deployment', { timeout: 180_000 }, () => {
  it('is its state, restarts, last exit and reason, in the table and from its holder', async () => {
    await cluster().join(['one'], { NODE_UNIT_TAGS: 'zone=eu' });
    const id = await insert({
      package_name: 'crashing',
      package_version: writePackage('crashing', 'setTimeout(() => process.exit(3), 20)'),
    });
    await expect
      .poll(() => statusOf(id), SLOW)
      .toMatchObject({ state: 'crash_looping', last_exit: 'exit code 3', resolved_version: '1.0.0', claim_epoch: '1' });
    const events = await cluster().local.sql(
      "select state, reason from deployment_event where deployment_id = $1 and kind = 'status'",
      [id],
    );
    expect(events).toEqual([{ state: 'crash_looping', reason: 'the process ended with exit code 3' }]);
    // Between its pauses it runs for a moment.
    await expect.poll(async () => words(await why(id)), SLOW).toContain('crash_looping since');
    const told = words(await why(id));
    expect(told).toMatch(/assigned to .* \(one\)/);
    expect(told).toContain('last exit: exit code 3');
    await cluster().local.sql('delete from deployment where id = $1', [id]);
    await expect.poll(() => statusOf(id), SLOW).toBeUndefined();
  });

  it('is that an update has failed, while the old version runs on', async () => {
    const id = await insert({ package_name: 'updated', package_version: writePackage('updated', IDLE) });
    await expect.poll(() => statusOf(id), SLOW).toMatchObject({ state: 'running' });
    const pid = (await statusOf(id))?.['pid'];
    await cluster().local.sql("update deployment set package_version = 'file:/no/such/folder' where id = $1", [id]);
    await expect.poll(() => statusOf(id), SLOW).toMatchObject({ state: 'update_failed', pid });
    expect((await statusOf(id))?.['reason']).toContain('/no/such/folder');
    await cluster().local.sql('delete from deployment where id = $1', [id]);
  });

  it('is why it was handed back, and it is not taken again at once', async () => {
    const id = await insert({ package_name: 'missing', package_version: 'file:/no/such/folder' });
    await expect.poll(() => statusOf(id), SLOW).toMatchObject({ state: 'refused' });
    await expect.poll(() => addressOf(id), SLOW).toBe('');
    await expect.poll(() => cluster().logged('one', 'DeploymentHandedBack'), SLOW).toHaveLength(1);
    await expect.poll(async () => words(await why(id)), SLOW).toContain('given_up: it could not run here');
    await cluster().local.sql('update deployment set package_version = $2 where id = $1', [
      id,
      writePackage('missing', IDLE),
    ]);
    await expect.poll(() => statusOf(id), SLOW).toMatchObject({ state: 'running' });
    await cluster().local.sql('delete from deployment where id = $1', [id]);
  });

  it('is that nobody qualifies any more: its holder hands it back, and it stops', async () => {
    const id = await insert({ package_name: 'moving', package_version: writePackage('moving', IDLE) });
    await expect.poll(() => statusOf(id), SLOW).toMatchObject({ state: 'running' });
    await cluster().local.sql(`update deployment set constraints = '{"zone": "us"}' where id = $1`, [id]);
    await expect.poll(() => addressOf(id), SLOW).toBe('');
    await expect.poll(() => statusOf(id), SLOW).toBeUndefined();
    await expect.poll(async () => words(await why(id)), SLOW).toContain('nobody can run it');
    await cluster().join(['two'], { NODE_UNIT_TAGS: 'zone=us' });
    await expect.poll(() => addressOf(id), SLOW).toBe(cluster().local.addressOf('two'));
    await expect.poll(() => statusOf(id), SLOW).toMatchObject({ state: 'running' });
    await cluster().local.sql('delete from deployment where id = $1', [id]);
  });

  it('is that a command is not allowed: who does not allow it does not claim, a program of the package runs', async () => {
    const version = writePackage('tools', IDLE, { bin: { 'my-tool': 'index.js', other: 'index.js' } });
    const own = await insert({ package_name: 'tools', package_version: version, command: 'other' });
    const foreign = await insert({ package_name: 'tools', package_version: version, command: 'sleep', args: '[60]' });
    await expect.poll(() => statusOf(own), SLOW).toMatchObject({ state: 'running' });
    await expect
      .poll(async () => words(await why(foreign)), SLOW)
      .toContain('command_not_allowed: its command sleep is no');
    expect(await addressOf(foreign)).toBe('');
    await cluster().join(['three'], { ENABLE_CUSTOM_COMMAND: 'true' });
    await expect.poll(() => addressOf(foreign), SLOW).toBe(cluster().local.addressOf('three'));
    await expect.poll(() => statusOf(foreign), SLOW).toMatchObject({ state: 'running' });
  });

  it('is the fault of a row that cannot be read', async () => {
    await cluster().local.sql('alter table deployment disable trigger deployment_check');
    const id = await insert({ package_name: 'wrong', package_version: '1.0.0', type: 'deamon' });
    await cluster().local.sql('alter table deployment enable trigger deployment_check');
    await expect.poll(async () => words(await why(id)), SLOW).toContain('its row cannot be read');
    await expect(insert({ package_name: 'wrong', type: 'deamon' })).rejects.toThrow(
      'type must be deployment or daemon',
    );
  });
});
