import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { differences, type Evidence, readEvidence } from '@node-unit/e2e-report';
import { processesWith } from '@node-unit/local-cluster';
import { startLocalPostgres } from '@node-unit/local-postgres';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';

import { reportOf, scenarios } from '../index.js';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));
/**
 * By rounds of five seconds alone, a node-unit would need 50 s for ten deployments. On an idle machine it is about one
 * second; the rest is for a machine that is busy with other things.
 */
const PROMPT_MS = 15_000;
const POISON = 'poison-5f2c';

interface ScenarioCli {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly steps: Interface;
  readonly events: { readonly event: string; readonly text?: string }[];
  readonly errors: string[];
  /** Where evidence and reports are written, and what is temporary of the run. */
  readonly reports: string;
  readonly temporary: string;
  readonly ended: Promise<unknown[]>;
}

/** Runs the command in folders of its own, which are removed after the test. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ScenarioCli {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [reports, temporary] = [join(folder, 'reports'), join(folder, 'tmp')];
  mkdirSync(temporary);
  for (const each of [folder, temporary]) chmodSync(each, 0o755);
  const child = spawn(process.execPath, [CLI, ...args, '--json', '--output', reports], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: temporary, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const steps = createInterface({ input: child.stdout });
  const events: { event: string; text?: string }[] = [];
  steps.on('line', (line) => events.push(JSON.parse(line) as { event: string }));
  return { child, steps, events, errors, reports, temporary, ended: once(child, 'close') };
}

async function untilEvent({ steps, events }: ScenarioCli, event: string): Promise<void> {
  while (!events.some((step) => step.event === event)) await once(steps, 'line');
}

/** Waits until it has passed, and has left evidence, a report and nothing else. */
async function passed(run: ScenarioCli, name: string): Promise<Evidence> {
  const ended = await run.ended;
  expect(run.events.filter(({ event }) => event === 'failed')).toEqual([]);
  expect(ended).toEqual([0, null]);
  const evidence = readEvidence(run.reports, name);
  expect(evidence.assertions.length).toBeGreaterThanOrEqual(7);
  expect(evidence.assertions.filter((assertion) => !assertion.passed)).toEqual([]);
  expect(differences(run.reports, reportOf(evidence, 'zh'))).toEqual([]);
  expect(readdirSync(run.temporary)).toEqual([]);
  const text = readFileSync(join(run.reports, name, 'evidence.json'), 'utf8');
  for (const hidden of [run.temporary, 'local node-unit', 'local-only', POISON]) expect(text).not.toContain(hidden);
  return evidence;
}

function atMs({ facts }: Evidence, wanted: string): number {
  return facts.find(({ id }) => id === wanted)?.atMs ?? Number.NaN;
}

function expectItsTimes(evidence: Evidence): void {
  const { addressEvents, settings, distributions, records } = evidence;
  const lastClaim = addressEvents[settings.deployments - 1];
  expect((lastClaim?.atMs ?? Number.NaN) - atMs(evidence, 'inserted')).toBeLessThan(PROMPT_MS);
  expect(Object.values(distributions[0]?.counts ?? {}).sort()).toEqual([10, 11]);
  expect(atMs(evidence, 'claimed') - atMs(evidence, 'signal')).toBeLessThan(PROMPT_MS);
  expect(atMs(evidence, 'healed') - atMs(evidence, 'signal')).toBeLessThan(PROMPT_MS);
  expect(records.filter(({ event }) => event === 'DeploymentRelease')).toHaveLength(1);
}

/** The addresses whose usage was logged at each try before the kill; one entry if they were always the same. */
function usageTold(evidence: Evidence): readonly string[] {
  const tries = evidence.records.filter(
    (record) => record.event === 'DeploymentClaimAttempt' && record.atMs < atMs(evidence, 'signal'),
  );
  return [
    ...new Set(
      tries.map(({ fields }) =>
        Object.keys(fields['usage'] as object)
          .sort()
          .join(),
      ),
    ),
  ];
}

describe('a scenario in its short form', { timeout: 360_000 }, () => {
  it('failover keeps its times, and no program gets what stands in the environment of the runner', async () => {
    const run = start(['failover', '--short'], {
      POISONED: POISON,
      NODE_UNIT_CLAIM_POLICY: POISON,
      HOST_TOKEN: POISON,
      POSTGRES_URI: `postgres://${POISON}/`,
      NODE_OPTIONS: `--title=${POISON}`,
    });
    await untilEvent(run, 'all_running');
    expect(processesWith(POISON)).toEqual([run.child.pid]);
    const evidence = await passed(run, 'failover');
    expectItsTimes(evidence);
    expect(usageTold(evidence)).toEqual([
      evidence.programs
        .flatMap(({ address }) => address ?? [])
        .sort()
        .join(),
    ]);
  });

  it('graceful-stop runs on a database server that is there already, in a database of its own', async () => {
    const server = await startLocalPostgres();
    onTestFinished(() => server.stop());
    await passed(start(['graceful-stop', '--short', '--postgres-uri', server.uri()]), 'graceful-stop');
    const client = new Client({ connectionString: server.uri() });
    await client.connect();
    const { rows } = await client.query("select datname from pg_database where datname like 'node_unit%'");
    await client.end();
    expect(rows).toEqual([]);
  });

  it.each(['host-restart', 'portal', 'portal-resource-usage', 'daemon', 'none', 'hung-node', 'database-restart'])(
    '%s passes',
    async (name) => {
      await passed(start([name, '--short']), name);
    },
  );
});

describe('a run', { timeout: 240_000 }, () => {
  it('that does not come to its end is exit code 1, with the evidence kept', async () => {
    const run = start(['failover', '--policy', 'no-such-policy']);
    expect(await run.ended).toEqual([1, null]);
    const { failure, programs } = readEvidence(run.reports, 'failover');
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
