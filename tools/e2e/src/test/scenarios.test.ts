import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { differences, readEvidence, renderReport, wordsOf } from '@node-unit/e2e-report';
import { processesWith } from '@node-unit/local-cluster';
import { startLocalPostgres } from '@node-unit/local-postgres';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { scenarios } from '../index.js';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));
const FAST = ['--interval-ms', '400'];
const POISON = 'poison-5f2c';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'e2e-test-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reports = (): string => join(folder, 'reports');

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  chmodSync(temporary, 0o755);
  const child = spawn(process.execPath, [CLI, ...args, '--json', '--output', reports()], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: temporary, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const steps = createInterface({ input: child.stdout });
  const events: { event: string; text?: string }[] = [];
  steps.on('line', (line) => events.push(JSON.parse(line) as { event: string }));
  return { child, steps, events, errors, temporary, ended: once(child, 'close') };
}

async function untilEvent({ steps, events }: ReturnType<typeof start>, event: string): Promise<void> {
  while (!events.some((step) => step.event === event)) await once(steps, 'line');
}

describe('a scenario', { timeout: 240_000 }, () => {
  it.each([
    ['failover', ['--deployments', '4']],
    ['portal', FAST],
    ['portal-resource-usage', ['--deployments', '9', ...FAST]],
  ])('%s passes in its short form, and leaves evidence, a report and nothing else', async (name, args) => {
    const run = start([name, ...args]);
    const [exitCode] = (await run.ended) as [number];
    expect(run.events.filter(({ event }) => event === 'failed')).toEqual([]);
    expect(exitCode).toBe(0);
    const evidence = readEvidence(reports(), name);
    expect(evidence.assertions.length).toBeGreaterThanOrEqual(7);
    expect(evidence.assertions.filter(({ passed }) => !passed)).toEqual([]);
    expect(differences(reports(), renderReport(evidence, wordsOf.zh))).toEqual([]);
    expect(readdirSync(run.temporary)).toEqual([]);
    const text = readFileSync(join(reports(), name, 'evidence.json'), 'utf8');
    for (const hidden of [folder, 'local node-unit', 'local-only']) expect(text).not.toContain(hidden);
  });

  it('starts every process without what stands in the environment of the runner', async () => {
    const run = start(['failover', '--deployments', '4'], {
      POISONED: POISON,
      NODE_UNIT_CLAIM_POLICY: POISON,
      HOST_TOKEN: POISON,
      POSTGRES_URI: `postgres://${POISON}/`,
      NODE_OPTIONS: `--title=${POISON}`,
    });
    await untilEvent(run, 'all_running');
    expect(processesWith(POISON)).toEqual([run.child.pid]);
    expect(await run.ended).toEqual([0, null]);
    const text = readFileSync(join(reports(), 'failover', 'evidence.json'), 'utf8');
    expect(text).toContain('NODE_UNIT_CLAIM_POLICY');
    expect(text).not.toContain(POISON);
  });

  it('that does not come to its end is exit code 1, with the evidence kept', async () => {
    const run = start(['failover', '--policy', 'no-such-policy']);
    expect(await run.ended).toEqual([1, null]);
    const { failure, programs } = readEvidence(reports(), 'failover');
    expect(failure).toContain('no-such-policy');
    expect(programs.map(({ name }) => name)).toEqual(['host', 'postgres-storage']);
    expect(readdirSync(run.temporary)).toEqual([]);
  });

  it('is interrupted by Ctrl-C, and leaves nothing running', async () => {
    const run = start(['failover']);
    await untilEvent(run, 'inserted');
    run.child.kill('SIGINT');
    expect(await run.ended).toEqual([130, null]);
    expect(processesWith(run.temporary)).toEqual([]);
    expect(readdirSync(run.temporary)).toEqual([]);
  });

  it('runs on a database server that is there already, in a database of its own', async () => {
    const server = await startLocalPostgres();
    try {
      const run = start(['graceful-stop', '--postgres-uri', server.uri()]);
      expect(await run.ended).toEqual([0, null]);
      const client = new Client({ connectionString: server.uri() });
      await client.connect();
      const { rows } = await client.query("select datname from pg_database where datname like 'node_unit%'");
      await client.end();
      expect(rows).toEqual([]);
    } finally {
      await server.stop();
    }
  });

  it('says in one line that the database server is not there', async () => {
    const run = start(['failover', '--postgres-uri', 'postgres://nobody:x@127.0.0.1:1/x']);
    expect(await run.ended).toEqual([1, null]);
    expect(run.events.filter(({ event }) => event === 'failed')[0]?.text).toContain('ECONNREFUSED');
    expect(run.errors).toEqual([]);
    expect(readdirSync(run.temporary)).toEqual([]);
  });

  it('is asked for by a name that exists', async () => {
    const run = start(['fail-over']);
    expect(await run.ended).toEqual([2, null]);
    expect(run.errors.join('\n')).toContain(scenarios.map(({ name }) => name).join(', '));
  });
});
