import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  allRunning,
  type LocalCluster,
  processesWith,
  startLocalCluster,
  watchCluster,
} from '@node-unit/local-cluster';
import { filter, firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));
const isLinux = process.platform === 'linux';
/** Who waited for a node-unit that does not claim would wait for the rest of the test. */
const PATIENT = { NODE_UNIT_CLAIM_PATIENCE_MS: '600000' };

interface Report {
  readonly kind: string;
  readonly repetitions: readonly { readonly healed_ms: number | null; readonly probes: readonly Probe[] }[];
}

interface Probe {
  readonly node_unit: string;
  readonly claimed_ms: number;
  readonly running_ms: number;
  readonly gap_ms: number;
  readonly overlap_ms: number;
}

interface Users {
  readonly rows: readonly Record<string, unknown>[];
  readonly processes: readonly (readonly number[])[];
}

class Drill {
  public readonly exited: Promise<number | null>;
  public output = '';
  public progress = '';
  readonly #child;

  public constructor(cluster: LocalCluster, words: readonly string[]) {
    const { hostUrl, tokenFile, operatorKey, folder } = cluster;
    const connection = { HOST_URL: hostUrl, HOST_TOKEN_FILE: tokenFile, OPERATOR_KEY: operatorKey.privateKey };
    const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: join(folder, 'tmp'), ...connection };
    const child = spawn(process.execPath, [CLI, 'drill', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.progress += text));
    this.exited = new Promise((resolve) => child.once('close', resolve));
  }

  public interrupt(): void {
    this.#child.kill('SIGINT');
  }

  public async report(): Promise<Report> {
    const exitCode = await this.exited;
    expect([exitCode, this.output === ''], this.progress).toEqual([0, false]);
    return JSON.parse(this.output) as Report;
  }
}

describe.skipIf(!isLinux)('unitctl drill', { timeout: 180_000 }, () => {
  let cluster: LocalCluster;
  let before: Users;

  /** What the user has: who holds it since which claim, and its processes. */
  async function users(): Promise<Users> {
    const rows = await cluster.sql(
      `select id, address, claim_epoch::int as epoch, updated_at::text as updated_at from deployment where name not like 'drill-%' order by id`,
    );
    const processes = rows.map(({ id }) => processesWith(`DEPLOYMENT_ID=${String(id)}\0`));
    return { rows, processes };
  }

  async function expectNothingLeft(): Promise<void> {
    expect(await cluster.sql(`select name from deployment where name like 'drill-%'`)).toEqual([]);
    expect(await cluster.sql(`select name from node_unit where name like 'drill-%'`)).toEqual([]);
    expect(readdirSync(join(cluster.folder, 'tmp'))).toEqual([]);
    expect(await users()).toEqual(before);
    // The others end their probes when they hear that these are removed.
    await expect.poll(() => processesWith('drill-probe')).toEqual([]);
  }

  beforeAll(async () => {
    cluster = await startLocalCluster();
    mkdirSync(join(cluster.folder, 'tmp'));
    for (const name of ['one', 'two']) cluster.startNodeUnit({ name, env: PATIENT });
    cluster.startNodeUnit({ name: 'dedicated', env: { ...PATIENT, NODE_UNIT_ONLY_NAMES: 'nothing-of-that-name' } });
    await firstValueFrom(cluster.nodeUnits$.pipe(filter(({ length }) => length === 3)));
  });
  afterAll(() => cluster.stop());

  it('leaves what others can run to them at once, although a dedicated node-unit has less', async () => {
    await cluster.insertSamples(3);
    await firstValueFrom(watchCluster(cluster).pipe(filter(allRunning)));
    // Not before each has read its environment.
    await expect.poll(async () => (await users()).processes.map(({ length }) => length)).toEqual([1, 1, 1]);
    before = await users();
    const holders = new Set(before.rows.map(({ address }) => address));
    expect(holders).toEqual(new Set(['one', 'two'].map((name) => cluster.addressOf(name))));
  });

  it('measures what follows a death, a hang and a partition, and touches nothing else', async () => {
    const out = join(cluster.folder, 'drills');
    const [failover, ...others] = await Promise.all(
      ['failover', 'hang', 'partition'].map((kind) =>
        new Drill(cluster, [kind, '--probes=2', '--output=json', `--out=${out}`, '--lang=zh']).report(),
      ),
    );
    const probesOf = ({ repetitions }: Report) => repetitions.flatMap(({ probes }) => probes);
    for (const report of [failover, ...others]) {
      expect(report && probesOf(report).map(({ node_unit: to }) => ['one', 'two'].includes(to))).toEqual([true, true]);
    }
    expect(failover && probesOf(failover).map(({ overlap_ms: both }) => both)).toEqual([0, 0]);
    // The old process goes on until the failure is healed, which is after the new one runs.
    for (const report of others) {
      for (const probe of probesOf(report)) {
        expect(probe).toMatchObject({ gap_ms: 0 });
        expect(probe.overlap_ms).toBeGreaterThan(0);
      }
    }
    expect(JSON.parse(readFileSync(join(out, 'drill-failover.json'), 'utf8'))).toEqual(failover);
    expect(readFileSync(join(out, 'drill-hang.md'), 'utf8')).toMatch(/^# 演练：hang\n/);
    await expectNothingLeft();
  });

  it('leaves nothing behind when it is interrupted, even twice, and when the probes do not run', async () => {
    const failing = new Drill(cluster, ['failover', '--probes=1', '--timeout=6', '--probe=absent@file:/absent']);
    const drill = new Drill(cluster, ['hang', '--probes=2']);
    await expect.poll(() => drill.progress, { timeout: 60_000 }).toContain('has failed (hang)');
    drill.interrupt();
    await expect.poll(() => drill.progress).toContain('interrupted');
    drill.interrupt();
    expect(await drill.exited, drill.progress).toBe(130);
    expect(await failing.exited).toBe(1);
    expect(failing.progress).toMatch(/the probes do not run: not seen within 6 s\n +drill-\w+\/0 is /);
    await expectNothingLeft();
  });

  it('does nothing in a dry run', async () => {
    const dry = new Drill(cluster, ['failover', '--dry-run']);
    expect([await dry.exited, dry.progress]).toEqual([0, expect.stringMatching(/can claim them: one, two\./)]);
    await expectNothingLeft();
  });
});
