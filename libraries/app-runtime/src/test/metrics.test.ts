import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { createMetrics, type MetricDeclarations, metricsTags, serveMetrics } from '../index.js';
import { labelText } from '../metrics/labelText.js';

const declarations = {
  node_unit_test_seen_total: { kind: 'counter', unit: 'none', help: 'Seen.', labels: ['name'] },
  node_unit_test_things: { kind: 'gauge', unit: 'none', help: 'Things.', labels: ['name'] },
  node_unit_test_alone: { kind: 'gauge', unit: 'none', help: 'One.' },
  node_unit_test_read_total: { kind: 'counter', unit: 'none', help: 'Read.' },
  node_unit_test_duration_seconds: { kind: 'histogram', unit: 'seconds', help: 'How long.', buckets: [0.1, 1] },
} as const satisfies MetricDeclarations;
const SUBJECT = { program: 'test', version: '1.2.3' };

async function serve(port = 0, address: string | undefined = '127.0.0.1') {
  const served = await serveMetrics({ METRICS_PORT: port, METRICS_ADDRESS: address }, declarations, SUBJECT);
  if (served === undefined) throw new Error('a port was given');
  onTestFinished(() => served.close());
  return { ...served, url: `http://127.0.0.1:${served.port}` };
}

async function linesOf(text: Promise<{ readonly body: string }>, name: string): Promise<readonly string[]> {
  return (await text).body.split('\n').filter((line) => line.startsWith(name));
}

describe(createMetrics.name, () => {
  it('exports what is counted, observed and read, and the process itself', async () => {
    const metrics = await createMetrics(declarations, SUBJECT);
    metrics.count('node_unit_test_seen_total', { name: 'a' });
    metrics.count('node_unit_test_seen_total', { name: 'a' }, 2);
    metrics.observe('node_unit_test_duration_seconds', 0.5);
    let total = 5;
    metrics.read('node_unit_test_read_total', () => [{ value: (total += 1) }]);
    const { body, contentType } = await metrics.scrape();
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = body.split('\n');
    expect(lines).toContain('node_unit_test_seen_total{name="a"} 3');
    expect(lines).toContain('node_unit_test_duration_seconds_bucket{le="1"} 1');
    expect(lines).toContain('node_unit_test_read_total 6');
    expect(lines).toContain(`node_unit_build_info{program="test",version="1.2.3",node_version="${process.version}"} 1`);
    expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
    expect(await linesOf(metrics.scrape(), 'node_unit_test_read_total')).toEqual(['node_unit_test_read_total 7']);
  });

  it('forgets the series that are not there any more', async () => {
    const metrics = await createMetrics(declarations, SUBJECT);
    let things = ['x', 'y'];
    metrics.read('node_unit_test_things', () => things.map((name) => ({ labels: { name }, value: 1 })));
    metrics.read('node_unit_test_alone', () => things.map(() => ({ value: 1 })).slice(0, 1));
    expect(await linesOf(metrics.scrape(), 'node_unit_test_things')).toHaveLength(2);
    expect(await linesOf(metrics.scrape(), 'node_unit_test_alone')).toHaveLength(1);
    things = [];
    expect(await linesOf(metrics.scrape(), 'node_unit_test_things')).toEqual([]);
    expect(await linesOf(metrics.scrape(), 'node_unit_test_alone')).toEqual([]);
  });

  it('writes names from outside in one line', async () => {
    const metrics = await createMetrics(declarations, SUBJECT);
    metrics.count('node_unit_test_seen_total', { name: 'a"b\\c\n} 1\nevil_total 1\u001b[31m' });
    metrics.count('node_unit_test_seen_total', { name: 'long '.repeat(200_000) });
    const { body } = await metrics.scrape();
    expect(body).toContain('{name="a\\"b\\\\c\uFFFD} 1\uFFFDevil_total 1\uFFFD[31m"} 1');
    expect(body).not.toMatch(/^evil_total/m);
    expect(Math.max(...body.split('\n').map(({ length }) => length))).toBeLessThan(500);
  });
});

describe(labelText.name, () => {
  it.each([
    ['short', 'short'],
    ['密钥 ä', '密钥 ä'],
    ['x'.repeat(128), 'x'.repeat(128)],
    ['x'.repeat(129), `${'x'.repeat(127)}…`],
    [`${'x'.repeat(126)}😀y`, `${'x'.repeat(126)}\uFFFD…`],
    ['\ud800', '\uFFFD'],
    ['a\u0000b', 'a\uFFFDb'],
    [42, '42'],
  ])('%j is %j', (value, expected) => expect(labelText(value)).toBe(expected));
});

describe(serveMetrics.name, () => {
  it('serves only /metrics, and only to read', async () => {
    const { url } = await serve();
    const found = await fetch(`${url}/metrics?x=1`);
    expect([found.status, found.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
    expect(await found.text()).toContain('# TYPE node_unit_build_info gauge');
    const head = await fetch(`${url}/metrics`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await fetch(`${url}/metrics`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    for (const path of ['/', '/metrics/', '/metrics/targets', '/../metrics%00']) {
      expect((await fetch(url + path)).status).toBe(404);
    }
  });

  it('says which port is taken and what to do, with the exit code of a wrong setting', async () => {
    const other = createServer().listen(0);
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    await expect(serveMetrics({ METRICS_PORT: port, METRICS_ADDRESS: undefined }, {}, SUBJECT)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(new RegExp(`METRICS_PORT=${port}: .*in use.*choose another port`)) as string,
    });
    await expect(serveMetrics({ METRICS_PORT: 0, METRICS_ADDRESS: '203.0.113.7' }, {}, SUBJECT)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('METRICS_ADDRESS="203.0.113.7"') as string,
    });
  });

  it('closes with connections that are open', async () => {
    const served = await serve();
    await (await fetch(`${served.url}/metrics`)).text();
    await served.close();
    await expect(fetch(`${served.url}/metrics`)).rejects.toThrow();
  });

  it('does not load prom-client without a port', () => {
    const entry = new URL('../index.js', import.meta.url).href;
    const program = `
      const { serveMetrics } = await import(${JSON.stringify(entry)});
      const { createRequire } = await import('node:module');
      const loaded = () => Object.keys(createRequire(${JSON.stringify(entry)}).cache).some((file) => file.includes('prom-client'));
      const serve = (port) => serveMetrics({ METRICS_PORT: port }, {}, { program: 'p', version: '1' });
      await serve(undefined);
      const before = loaded();
      await serve(0);
      console.log(before, loaded());
      process.exit();
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(stdout + stderr).toBe('false true\n');
  });
});

describe(metricsTags.name, () => {
  it('names the port, if there is one', () => {
    expect([metricsTags(9_100), metricsTags(undefined)]).toEqual([{ metrics_port: '9100' }, {}]);
  });
});
