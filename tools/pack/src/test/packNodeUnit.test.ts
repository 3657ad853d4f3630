import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { type LocalPostgres, startLocalPostgres } from '@node-unit/local-postgres';
import getPort from 'get-port';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { InstalledPackage } from './InstalledPackage.js';
import { startProgram } from './program.js';

const run = promisify(execFile);
const DEADLINE_MS = 240_000;
const SLOW = { timeout: 60_000, interval: 20 };
let installed: InstalledPackage;
let postgres: LocalPostgres;
let deployed: string;
beforeAll(async () => {
  [installed, postgres] = await Promise.all([InstalledPackage.install(), startLocalPostgres()]);
  deployed = join(installed.folder, 'web');
  await mkdir(deployed);
  await writeFile(join(deployed, 'package.json'), '{"name":"web","version":"1.0.0","main":"index.js"}');
  await writeFile(
    join(deployed, 'index.js'),
    "process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 60000);",
  );
}, DEADLINE_MS);
afterAll(async () => {
  await postgres.stop();
  await installed.remove();
});

interface Database {
  readonly uri: string;
  readonly sql: (text: string, values?: unknown[]) => Promise<Row[]>;
}

async function database(): Promise<Database> {
  const uri = await postgres.createDatabase(`packed_${randomUUID().slice(0, 8)}`);
  const sql = async (text: string, values: unknown[] = []): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: uri });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  return { uri, sql };
}

type Row = Readonly<Record<string, unknown>>;

const INSERT = 'insert into deployment (package_name, package_version) values ($1, $2) returning id';
const RUNNING = `select address from deployment join deployment_status using (address) where deployment_id = id and state = 'running'`;

function recordsOf(lines: readonly string[]): readonly Row[] {
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Row);
}

describe('the package', { timeout: DEADLINE_MS }, () => {
  it('is installed without a registry, is small, and starts', async () => {
    process.stdout.write(`npm install of the package: ${Math.round(installed.installMs)} ms\n`);
    const { size } = await stat(join(installed.folder, 'packed', 'node-unit-0.1.0.tgz'));
    expect(size).toBeLessThan(5_000_000);
    for (const name of ['unitctl', 'node-unit', 'node-unit-host', 'node-unit-postgres-storage']) {
      const { stdout } = await run(installed.command(name), ['--version'], { env: installed.env });
      expect(stdout).toBe('0.1.0\n');
    }
    const root = join(installed.folder, 'prefix/lib/node_modules/node-unit');
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Row;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('scripts');
    expect(await readFile(join(root, 'THIRD_PARTY_LICENSES.txt'), 'utf8')).toContain('rxjs 7.');
  });

  it('simulates policies and writes them, with the libraries that their tests need', async () => {
    const options = { env: installed.env, cwd: installed.folder };
    const { stdout } = await run(installed.command('unitctl'), ['simulate', '--deployments', '6'], options);
    expect(stdout).toContain('Nothing is wrong with it.');
    await run(installed.command('unitctl'), ['create-policy', 'apart'], options);
    const manifest = JSON.parse(await readFile(join(installed.folder, 'apart/package.json'), 'utf8')) as Row;
    expect(Object.keys(manifest['devDependencies'] as Row)).toContain('@node-unit/policy-testkit');
  });

  it('runs a cluster that survives the loss of a node-unit', async () => {
    const { uri, sql } = await database();
    const port = await getPort();
    const env = { ...installed.env, HOST_TOKEN: randomUUID(), HOST_URL: `ws://127.0.0.1:${port}` };
    const start = (program: string, more: Record<string, string>) =>
      startProgram(installed.command('unitctl'), ['run', program], { cwd: installed.folder, env: { ...env, ...more } });
    const host = start('host', { PORT: String(port), HOST_URL: '' });
    const storage = start('storage', { POSTGRES_URI: uri });
    const logged = (event: string, program: { readonly lines: readonly string[] }) => () =>
      program.lines.some((line) => line.includes(`"event":"${event}"`));
    await expect.poll(logged('HistoryTables', storage), SLOW).toBe(true);
    const nodeUnit = (name: string) =>
      start('node-unit', {
        NODE_UNIT_NAME: name,
        NODE_UNIT_PASSWORD: randomUUID(),
        NODE_UNIT_WORKSPACE_DIR: join(installed.folder, 'workspace', name),
      });
    const nodeUnits = [nodeUnit('one'), nodeUnit('two')] as const;
    const addressOf = ({ lines }: { readonly lines: readonly string[] }): unknown =>
      recordsOf(lines).find(({ event }) => event === 'NodeUnitStarted')?.['address'];
    await sql(INSERT, ['web', `file:${deployed}`]);
    const runsAt = async (): Promise<unknown> => (await sql(RUNNING))[0]?.['address'];
    await expect.poll(runsAt, SLOW).toBeDefined();
    const isFirst = (await runsAt()) === addressOf(nodeUnits[0]);
    const [lost, other] = isFirst ? nodeUnits : [nodeUnits[1], nodeUnits[0]];
    process.kill(lost.pid, 'SIGKILL');
    await expect.poll(runsAt, SLOW).toBe(addressOf(other));
    for (const program of [other, storage, host]) {
      process.kill(program.pid, 'SIGTERM');
      expect(await program.exited).toBe(0);
    }
    expect(await sql("select * from deployment where address <> ''")).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('has programs that can be read on a terminal, and measured', async () => {
    const metricsPort = String(await getPort());
    const env = { ...installed.env, HOST_TOKEN: randomUUID(), PORT: '0', METRICS_PORT: metricsPort };
    const args = ['-qec', installed.command('node-unit-host'), '/dev/null'];
    const { lines } = startProgram('script', args, { cwd: installed.folder, env });
    await expect.poll(() => lines.join('\n'), SLOW).toMatch(/INFO.*: .*HostListening/);
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toContain('node_unit_build_info');
  });

  it('has a first deployment running after "unitctl up", and stops in order', async () => {
    const { uri, sql } = await database();
    const startedMs = performance.now();
    const env = { ...installed.env, POSTGRES_URI: uri };
    const port = await getPort();
    const args = ['up', `--data-dir=${join(installed.folder, 'up')}`, `--port=${port}`, '--json'];
    const up = startProgram(installed.command('unitctl'), args, { cwd: installed.folder, env });
    await expect.poll(() => up.lines.some((line) => line.includes('"Ready"')), SLOW).toBe(true);
    await sql(INSERT, ['web', `file:${deployed}`]);
    await expect.poll(async () => (await sql(RUNNING)).length, SLOW).toBe(1);
    const ms = performance.now() - startedMs;
    process.stdout.write(`unitctl up to a first running deployment: ${Math.round(ms)} ms\n`);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('<title>node-unit</title>');
    const { stdout } = await run(installed.command('unitctl'), ['ls', '-o', 'yaml'], { env });
    expect(stdout).toMatch(/package.*: web/);
    process.kill(up.pid, 'SIGTERM');
    expect(await up.exited).toBe(0);
    expect(await sql("select * from deployment where address <> ''")).toEqual([]);
  });
});
