import { type AddressInfo, createServer } from 'node:net';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { createKeyPair, issueWorkloadCredential } from '@node-unit/credentials';
import { HOST_ID, type Terminal } from '@node-unit/protocol';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';

import { describeOwnTarget, describeTarget, type MetricsTarget } from '../metrics/describeTargets.js';
import { awaitNames, TestHub } from './TestHub.js';

const TOKEN = 'a long secret';
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };
const SLOW = { timeout: 30_000, interval: 20 };
let hub: TestHub;
afterEach(() => hub.dispose());

async function start(options: ConstructorParameters<typeof TestHub>[0] = {}): Promise<TestHub> {
  hub = await new TestHub(options).start();
  return hub;
}

const at = (path: string): string => `${hub.url.replace('ws:', 'http:')}${path}`;
const own = (): string => hub.url.replace('ws://', '');

async function linesOf(name: string): Promise<readonly string[]> {
  const text = await (await fetch(at('/metrics'), { headers: AUTHORIZED })).text();
  return text.split('\n').filter((line) => line.startsWith(name));
}

async function targets(): Promise<readonly MetricsTarget[]> {
  return (await (await fetch(at('/metrics/targets'), { headers: AUTHORIZED })).json()) as readonly MetricsTarget[];
}

function nodeUnitTags({ terminalId }: Terminal, tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    node_unit: 'true',
    node_unit_address: terminalId,
    node_unit_name: 'machine-b',
    node_unit_claim_policy: 'least_deployments',
    ...tags,
  };
}

describe.each(['/metrics', '/metrics/targets'])('GET %s', (path) => {
  it('is for those who know the token', async () => {
    await start({ tokens: [TOKEN] });
    for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
      expect((await fetch(at(path), { headers })).status).toBe(401);
    }
    const known = await fetch(at(path), { headers: AUTHORIZED });
    expect([known.status, known.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    expect((await fetch(at(path), { method: 'HEAD', headers: AUTHORIZED })).status).toBe(200);
    expect((await fetch(at(path), { method: 'POST', headers: AUTHORIZED })).status).toBe(404);
  });

  it('is for every process of the machine without a token, but for no page', async () => {
    await start();
    expect((await fetch(at(path))).status).toBe(200);
    expect((await fetch(at(path), { headers: { origin: 'https://page.example' } })).status).toBe(401);
  });
});

describe('the metrics of the host', () => {
  it('are what it has in memory', async () => {
    await start({ tokens: [TOKEN], version: '9.8.7' });
    const nodeUnit = hub.connect('@node-unit/node-unit', { hostToken: TOKEN });
    nodeUnit.setTags(nodeUnitTags(nodeUnit));
    const leaving = hub.connect('leaving', { hostToken: TOKEN });
    leaving.setTags(nodeUnitTags(leaving, { node_unit_claim_policy: 'none' }));
    const poser = hub.connect('poser', { hostToken: TOKEN });
    poser.setTags(nodeUnitTags(nodeUnit));
    await awaitNames(nodeUnit, '@node-unit/node-unit', 'leaving', 'poser');
    expect(await linesOf('node_unit_build_info')).toEqual([
      `node_unit_build_info{program="host",version="9.8.7",node_version="${process.version}"} 1`,
    ]);
    expect(await linesOf('node_unit_node_units')).toEqual([
      'node_unit_node_units{state="claiming"} 1',
      'node_unit_node_units{state="not_claiming"} 1',
      'node_unit_node_units{state="drained"} 0',
    ]);
    expect(await linesOf('node_unit_host_terminals{')).toEqual([
      'node_unit_host_terminals{class="member"} 3',
      'node_unit_host_terminals{class="workload"} 0',
    ]);
    await leaving.dispose();
    nodeUnit.setTags({ node_unit_drained: 'true' });
    await expect.poll(() => linesOf('node_unit_node_units'), SLOW).toContain('node_unit_node_units{state="drained"} 1');
    nodeUnit.setTags({ node_unit_drained: 'false' });
    await expect
      .poll(() => linesOf('node_unit_node_units'), SLOW)
      .toContain('node_unit_node_units{state="claiming"} 1');
    await nodeUnit.dispose();
    await expect
      .poll(() => linesOf('node_unit_host_node_units_left_total'), SLOW)
      .toEqual([
        'node_unit_host_node_units_left_total{kind="stopped"} 1',
        'node_unit_host_node_units_left_total{kind="lost"} 1',
      ]);
    expect(await linesOf('node_unit_host_connections_ended_total{reason="closed"}')).toEqual([
      'node_unit_host_connections_ended_total{reason="closed"} 2',
    ]);
    expect(await linesOf('node_unit_host_frames_received_total{class="member"}')).not.toContain(
      'node_unit_host_frames_received_total{class="member"} 0',
    );
  });

  it('have what was refused, by reason', async () => {
    await start({ tokens: [TOKEN] });
    for (const _attempt of [1, 2]) await fetch(at('/metrics'));
    expect(await linesOf('node_unit_host_refusals_total')).toEqual([
      'node_unit_host_refusals_total{kind="connection",reason="an HTTP request without the host token"} 2',
    ]);
  });
});

describe('the targets', () => {
  it('are the host and the members that serve metrics, for as long as they are connected', async () => {
    await start({ tokens: [TOKEN] });
    expect(await targets()).toEqual([{ targets: [own()], labels: { instance: own(), program: 'host' } }]);
    const nodeUnit = hub.connect('@node-unit/node-unit', { hostToken: TOKEN });
    nodeUnit.setTags(nodeUnitTags(nodeUnit, { metrics_port: '9101' }));
    const storage = hub.connect('@node-unit/postgres-storage', { hostToken: TOKEN });
    storage.setTags({ metrics_port: '9102' });
    await awaitNames(nodeUnit, '@node-unit/node-unit', '@node-unit/postgres-storage');
    const { terminalId } = nodeUnit;
    const stored = {
      targets: ['127.0.0.1:9102'],
      labels: { instance: '127.0.0.1:9102', program: 'postgres-storage' },
    };
    const labels = { program: 'node-unit', node_unit_name: 'machine-b', node_unit_address: terminalId };
    expect(await targets()).toHaveLength(3);
    expect(await targets()).toContainEqual(stored);
    expect(await targets()).toContainEqual({
      targets: ['127.0.0.1:9101'],
      labels: { instance: 'machine-b', ...labels },
    });
    await nodeUnit.dispose();
    await expect.poll(targets, SLOW).toEqual([expect.anything(), stored]);
  });

  it('are none that a deployment could add', async () => {
    await start({ tokens: [TOKEN] });
    const nodeUnit = hub.connect('node-unit', { hostToken: TOKEN });
    await awaitNames(nodeUnit, 'node-unit');
    const keyPair = createKeyPair();
    const req = { terminal_ids: [keyPair.publicKey] };
    await nodeUnit.requestForResponse({ method: 'UpdateWorkloads', req, targetTerminalId: HOST_ID });
    const claims = { terminalId: keyPair.publicKey, deploymentId: 'd', claimEpoch: 1 };
    const credential = issueWorkloadCredential(claims, nodeUnit.keyPair);
    const workload = hub.connect('@node-unit/node-unit', { keyPair, hostToken: credential });
    workload.setTags({ metrics_port: '9666' });
    await awaitNames(nodeUnit, 'node-unit', '@node-unit/node-unit');
    expect(await targets()).toHaveLength(1);
    const asWorkload = await fetch(at('/metrics/targets'), { headers: { authorization: `Bearer ${credential}` } });
    expect(asWorkload.status).toBe(401);
  });
});

describe(describeTarget, () => {
  const info = { terminal_id: 'id', name: '@node-unit/postgres-storage', tags: { metrics_port: '9100' } };
  const member = { ...info, principal: { class: 'member' as const } };

  it.each([
    ['10.1.2.3', '10.1.2.3:9100'],
    ['::ffff:10.1.2.3', '10.1.2.3:9100'],
    ['::1', '[::1]:9100'],
    ['2001:db8::7', '[2001:db8::7]:9100'],
  ])('at %s is %s', (address, target) => {
    expect(describeTarget(member, address)?.targets).toEqual([target]);
    expect(describeOwnTarget({ address, port: 9_100 }).targets).toEqual([target]);
  });

  it.each(['', '0', '65536', '-1', '9100/path', '9100@evil.example', '1e3', '９１００'])('has no port %j', (text) => {
    expect(describeTarget({ ...member, tags: { metrics_port: text } }, '10.1.2.3')).toBeUndefined();
  });

  it('names a program that is none of ours other, and bounds the name of a node-unit', () => {
    const odd = { ...member, name: 'x'.repeat(1_000_000), tags: { ...member.tags } };
    expect(describeTarget(odd, '10.1.2.3')?.labels['program']).toBe('other');
    const tags = { ...member.tags, node_unit: 'true', node_unit_address: 'id', node_unit_name: 'n'.repeat(100_000) };
    const labels = describeTarget({ ...member, tags }, '10.1.2.3')?.labels ?? {};
    expect(labels['node_unit_name']).toHaveLength(128);
  });
});

describe('METRICS_PORT of the host', () => {
  it('that is taken is a wrong setting', async () => {
    await start();
    const other = createServer().listen(0);
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const script = fileURLToPath(new URL('../cli.js', import.meta.url));
    const env = { PORT: '0', METRICS_PORT: String(port) };
    const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^node-unit-host: cannot listen on METRICS_PORT=.*\n$/),
    ]);
  });
});
