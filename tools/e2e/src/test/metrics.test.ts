import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startLocalCluster } from '@node-unit/local-cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { TestCluster } from '../index.js';
import { readExposition, type Series } from './exposition.js';

const SLOW = { timeout: 30_000, interval: 50 };
const METRICS = { METRICS_PORT: '0', METRICS_ADDRESS: '127.0.0.1' };

let cluster: TestCluster;
beforeAll(async () => {
  cluster = new TestCluster(await startLocalCluster({ storageEnv: METRICS }));
});
afterAll(() => cluster.local.stop());

interface Target {
  readonly targets: readonly [string];
  readonly labels: Readonly<Record<string, string>>;
}

const host = (): string => cluster.local.hostUrl.replace('ws:', 'http:');
const authorized = () => ({ headers: { authorization: `Bearer ${cluster.local.hostToken}` } });

async function targets(): Promise<readonly Target[]> {
  const response = await fetch(`${host()}/metrics/targets`, authorized());
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  return (await response.json()) as readonly Target[];
}

async function targetOf(instance: string): Promise<Target> {
  const found = (await targets()).find(({ labels }) => labels['instance'] === instance);
  if (!found) throw new Error(`${instance} is no target`);
  return found;
}

async function scrape(instance: string): Promise<readonly Series[]> {
  const {
    targets: [address],
  } = await targetOf(instance);
  return scrapeAt(`http://${address}/metrics`);
}

async function scrapeAt(url: string): Promise<readonly Series[]> {
  const response = await fetch(url, authorized());
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^text\/plain; version=/),
  ]);
  return readExposition(await response.text());
}

function select(
  series: readonly Series[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): readonly Series[] {
  return series.filter(
    (each) => each.name === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value),
  );
}

async function valueOf(instance: string, name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  return select(await scrape(instance), name, labels).reduce((sum, { value }) => sum + value, 0);
}

async function storageInstance(): Promise<string> {
  const storage = (await targets()).find(({ labels }) => labels['program'] === 'postgres-storage');
  return storage?.labels['instance'] ?? 'none';
}

/** A package in the folder of the cluster, whose entry is this program. */
function writePackage(name: string, program: string): string {
  const folder = join(cluster.local.folder, `${name}-${Math.random()}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', type: 'module' }));
  writeFileSync(join(folder, 'index.js'), program);
  return `file:${folder}`;
}

async function insert(name: string, program: string): Promise<string> {
  const [row] = await cluster.local.sql(
    'insert into deployment (package_name, package_version) values ($1, $2) returning id',
    [name, writePackage(name, program)],
  );
  return String(row?.['id']);
}

/** The node-unit that runs it, once it does. */
async function holderOf(id: string): Promise<string> {
  const names = ['one', 'two'].filter((name) => cluster.local.nodeUnits.has(name));
  const { nodeUnits } = await cluster.until(`${id} runs`, ({ processes }) =>
    [...processes.values()].some(({ deploymentId }) => deploymentId === id),
  );
  const [row] = await cluster.local.sql('select address from deployment where id = $1', [id]);
  const holder = nodeUnits.find(({ address }) => address === row?.['address'])?.name ?? '';
  expect(names).toContain(holder);
  return holder;
}

const PROCESS_SERIES = [
  'node_unit_deployment_cpu_seconds_total',
  'node_unit_deployment_cpu_usage_ratio',
  'node_unit_deployment_memory_rss_bytes',
];

describe('the metrics of a cluster', { timeout: 180_000 }, () => {
  it('are where the host says that they are, from every program', async () => {
    await cluster.join(['one', 'two'], { ...METRICS, NODE_UNIT_RESOURCE_INTERVAL_MS: '200' });
    const found = await targets();
    const programs = found.map(({ labels }) => labels['program']).sort();
    expect(programs).toEqual(['host', 'node-unit', 'node-unit', 'postgres-storage']);
    const one = await targetOf('one');
    expect(one.labels).toEqual({
      instance: 'one',
      program: 'node-unit',
      node_unit_name: 'one',
      node_unit_address: cluster.local.addressOf('one'),
    });
    expect(one.targets).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
    for (const {
      targets: [address],
      labels,
    } of found) {
      const series = await scrapeAt(`http://${address}/metrics`);
      expect(select(series, 'node_unit_build_info', { program: labels['program'] ?? '' })).toHaveLength(1);
      expect(select(series, 'process_cpu_seconds_total')).toHaveLength(1);
    }
    expect((await fetch(`${host()}/metrics/targets`)).status).toBe(401);
    expect((await fetch(`${host()}/metrics`)).status).toBe(401);
  });

  it('say what runs, by the names that the boards of others use', async () => {
    const id = await insert('busy', 'setInterval(() => { for (let i = 0; i < 3e6; i += 1); console.log("x"); }, 20);');
    const holder = await holderOf(id);
    const seriesOf = async (name: string) => select(await scrape(holder), name, { deployment_id: id });
    for (const name of PROCESS_SERIES) await expect.poll(() => seriesOf(name), SLOW).toHaveLength(1);
    const [cpu] = await seriesOf('node_unit_deployment_cpu_seconds_total');
    expect(cpu?.labels).toEqual({
      deployment_id: id,
      package_name: 'busy',
      package_version: expect.stringMatching(/^file:/) as string,
      node_unit_name: holder,
      node_unit_address: cluster.local.addressOf(holder),
      pid: expect.stringMatching(/^\d+$/) as string,
    });
    const valueNow = (name: string) => valueOf(holder, name, { deployment_id: id });
    await expect.poll(() => valueNow('node_unit_deployment_cpu_seconds_total'), SLOW).toBeGreaterThan(0.05);
    expect(await valueNow('node_unit_deployment_memory_rss_bytes')).toBeGreaterThan(10_000_000);
    expect(await valueNow('node_unit_deployment_running')).toBe(1);
    expect(await valueOf(holder, 'node_unit_deployments', { state: 'running' })).toBe(1);
    expect(await valueOf(holder, 'node_unit_rounds_total', { outcome: 'claimed' })).toBe(1);
    expect(await valueOf(holder, 'node_unit_claim_duration_seconds_count')).toBe(1);
    expect(await valueOf(holder, 'node_unit_replica_stale_seconds')).toBe(0);
    expect(await valueOf(holder, 'node_unit_host_connected')).toBe(1);
    await expect.poll(() => valueOf(holder, 'node_unit_log_written_lines_total'), SLOW).toBeGreaterThan(2);
    expect(await valueOf(holder, 'node_unit_log_written_bytes_total')).toBeGreaterThan(4);

    const pid = Number(cpu?.labels['pid']);
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(async () => select(await scrape(holder), PROCESS_SERIES[0] ?? '', { pid: String(pid) }), SLOW)
      .toEqual([]);
    await expect.poll(() => valueNow('node_unit_deployment_restarts_total'), SLOW).toBe(1);
    await cluster.local.sql('delete from deployment where id = $1', [id]);
    await expect.poll(() => seriesOf('node_unit_deployment_running'), SLOW).toEqual([]);
  });

  it('say what the storage has done, and what nobody runs', async () => {
    const storage = await storageInstance();
    const claims = { method: 'Deployment/Claim', outcome: 'ok' };
    expect(await valueOf(storage, 'node_unit_storage_requests_total', claims)).toBeGreaterThan(0);
    expect(await valueOf(storage, 'node_unit_storage_database_up')).toBe(1);
    expect(await valueOf(storage, 'node_unit_lost_addresses')).toBe(0);
    await cluster.local.sql(
      `insert into deployment (package_name, package_version, constraints) values ('nowhere', '1.0.0', '{"zone": "none"}')`,
    );
    await expect.poll(() => valueOf(storage, 'node_unit_deployments', { state: 'unassigned' }), SLOW).toBe(1);
    await cluster.local.sql('update deployment set enabled = false');
    await expect.poll(() => valueOf(storage, 'node_unit_deployments', { state: 'disabled' }), SLOW).toBe(1);
    await cluster.local.sql('delete from deployment');
    await cluster.local.restartDatabase();
    await expect.poll(() => valueOf(storage, 'node_unit_storage_database_up'), SLOW).toBe(1);
  });

  it('have no target that a deployment adds, and a package of an odd name is one line', async () => {
    const protocol = import.meta.resolve('@node-unit/protocol');
    const name = 'x'.repeat(200);
    const id = await insert(
      name,
      `import { connectTerminal, keyPairFromPrivateKey } from ${JSON.stringify(protocol)};
      const keyPair = keyPairFromPrivateKey(process.env.TERMINAL_PRIVATE_KEY);
      const terminal = connectTerminal({ hostUrl: process.env.HOST_URL, name: '@node-unit/node-unit', keyPair });
      terminal.setTags({ metrics_port: '80' });
      terminal.connection$.subscribe(({ state }) => console.log(state));`,
    );
    const holder = await holderOf(id);
    const own = (await targets()).find(({ labels }) => labels['program'] === 'host')?.labels['instance'] ?? '';
    await expect.poll(() => valueOf(own, 'node_unit_host_terminals', { class: 'workload' }), SLOW).toBe(1);
    const ports = (await targets()).map(({ targets: [address] }) => address.split(':').at(-1));
    expect(ports).toHaveLength(4);
    expect(ports).not.toContain('80');
    const [series] = select(await scrape(holder), 'node_unit_deployment_running', { deployment_id: id });
    expect(series?.labels['package_name']).toHaveLength(128);
    await cluster.local.sql('delete from deployment');
  });

  it('measure a failover, and forget the node-unit that is gone', async () => {
    const id = await insert('moving', 'setInterval(() => {}, 1000);');
    const lost = await holderOf(id);
    const heir = lost === 'one' ? 'two' : 'one';
    const own = (await targets()).find(({ labels }) => labels['program'] === 'host')?.labels['instance'] ?? '';
    cluster.signal(lost, 'SIGKILL');
    for (const until of ['claimed', 'running']) {
      await expect.poll(() => valueOf(heir, 'node_unit_failover_duration_seconds_count', { until }), SLOW).toBe(1);
      expect(await valueOf(heir, 'node_unit_failover_duration_seconds_sum', { until })).toBeLessThan(30);
    }
    expect((await targets()).map(({ labels }) => labels['instance'])).not.toContain(lost);
    expect(await valueOf(own, 'node_unit_host_node_units_left_total', { kind: 'lost' })).toBe(1);
    expect(await valueOf(own, 'node_unit_node_units', { state: 'claiming' })).toBe(1);
    const [address] = (await targetOf(heir)).targets;
    const program = cluster.local.nodeUnits.get(heir);
    cluster.signal(heir, 'SIGTERM');
    expect(await program?.exited).toMatchObject({ exitCode: 0 });
    await expect.poll(targets, SLOW).toHaveLength(2);
    await expect(fetch(`http://${address}/metrics`)).rejects.toThrow();
    expect(await valueOf(own, 'node_unit_host_node_units_left_total', { kind: 'stopped' })).toBe(1);
  });
});
