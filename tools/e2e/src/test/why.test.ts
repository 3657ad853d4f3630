import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SAMPLE_DEPLOYMENT } from '@node-unit/local-cluster';
import { beforeAll, describe, expect, it } from 'vitest';

import { type CommandRun, unitctl } from './unitctl.js';
import { useCluster } from './useCluster.js';

/** Most deployments first: the contrary of the default. */
const CONTRARY_POLICY = `export const createClaimPolicy = () => ({
  name: 'contrary',
  describe: () => ({ name: 'contrary', settings: {} }),
  rank: (deployment, nodeUnits, { deploymentsByAddress }) =>
    nodeUnits.map(({ address }) => {
      const deployments = deploymentsByAddress.get(address)?.length ?? 0;
      return { kind: 'scored', address, score: -deployments, metrics: { deployments } };
    }),
});`;
const PATIENT = { NODE_UNIT_CLAIM_PATIENCE_MS: '600000' };
const cluster = useCluster();

function why(...words: readonly string[]): Promise<CommandRun> {
  return unitctl(cluster().local, ['why', ...words]);
}

interface Told {
  readonly agree: boolean;
  readonly disagreements: readonly string[];
  readonly answers: readonly {
    readonly node_unit: string;
    readonly deviates: boolean;
    readonly explanation?: Readonly<Record<string, unknown>>;
  }[];
}

async function ask(deployment: string): Promise<Told> {
  const { output } = await why(deployment, '-o', 'json');
  return JSON.parse(output) as Told;
}

/** Resolves when the answers of all are as wanted: a round may be under way when they are first asked. */
async function untilTold(deployment: string, expected: object): Promise<Told> {
  let told: Told | undefined;
  await expect
    .poll(async () => (told = await ask(deployment)), { timeout: 30_000, interval: 100 })
    .toMatchObject(expected);
  if (!told) throw new Error('nobody was asked');
  return told;
}

async function insertOne(constraints: object = {}): Promise<string> {
  const [row] = await cluster().local.sql(
    `insert into deployment (package_name, package_version, command, constraints) values ($1, $2, '', $3) returning id`,
    [SAMPLE_DEPLOYMENT.packageName, SAMPLE_DEPLOYMENT.packageVersion, JSON.stringify(constraints)],
  );
  return String(row?.['id']);
}

describe('npm run why', { timeout: 120_000 }, () => {
  let held = '';
  let left = '';

  beforeAll(async () => {
    await cluster().join(['one'], PATIENT);
    [held = ''] = await cluster().local.insertSamples(1);
    await cluster().until('it runs', ({ processes }) => processes.size === 1);
    // This one is the best in rank for the next, and does not take it.
    await cluster().join(['two'], { ...PATIENT, TRUSTED_PACKAGE_REGEXP: '^nothing@' });
    left = await insertOne();
  });

  it('lays side by side who trusts it and who is the best in rank, with the scores and the patience', async () => {
    const best = [cluster().local.addressOf('two')];
    const told = await untilTold(left, {
      agree: true,
      answers: [
        {
          node_unit: 'one',
          explanation: { reason: 'not_eligible', score: 1, best_score: 0, eligible_node_units: best },
        },
        { node_unit: 'two', explanation: { reason: 'untrusted_package', eligible: false } },
      ],
    });
    const left_ms = Number(told.answers[0]?.explanation?.['patience_left_ms']);
    expect(left_ms).toBeGreaterThan(500_000);
    expect(left_ms).toBeLessThanOrEqual(600_000);
  });

  it('tells a person the same, for the beginning of an id', async () => {
    const { exitCode, output } = await why(left.slice(0, 13));
    expect(exitCode).toBe(0);
    expect(output).toMatch(/one +no .* not_eligible: score 1 is not the best, 0/);
    expect(output).toMatch(/two +no .* untrusted_package/);
    expect(output).toContain('They agree.');
  });

  it('says who holds one that is assigned, and what one needs that nobody can run', async () => {
    const holder = { detail: expect.stringContaining(cluster().local.addressOf('one')) as string };
    await untilTold(held, { agree: true, answers: [{ explanation: holder }, { explanation: holder }] });
    const impossible = { reason: 'constraints', detail: expect.stringContaining('nobody can run it') as string };
    await untilTold(await insertOne({ zone: 'moon' }), { answers: [{ explanation: impossible }, {}] });
  });

  it('marks a node-unit that ranks by another policy', async () => {
    writeFileSync(join(cluster().local.folder, 'contrary.mjs'), CONTRARY_POLICY);
    await cluster().join(['three'], { ...PATIENT, NODE_UNIT_CLAIM_POLICY: './contrary.mjs' });
    const told = await untilTold(left, {
      agree: false,
      answers: [{ node_unit: 'one' }, { node_unit: 'three', explanation: { score: 0, best_score: -1 } }, {}],
    });
    expect(told.answers.filter(({ deviates }) => deviates)).toHaveLength(1);
    expect(told.disagreements.join()).toMatch(/they rank differently: .*contrary/);
    const { output } = await why(left);
    expect(output).toContain('≠');
  });

  it('was warned of by each of those that rank otherwise, once', () => {
    const warnings = cluster().logged('one', 'PolicyMismatch');
    expect(warnings).toMatchObject([
      { node_unit_name: 'three', difference: 'policy contrary, here least_deployments' },
    ]);
    expect(cluster().logged('three', 'PolicyMismatch')).toHaveLength(2);
  });

  it('shows one that does not answer, and fails', async () => {
    cluster().signal('two', 'SIGSTOP');
    const { exitCode, output, errorText } = await why(left);
    cluster().signal('two', 'SIGCONT');
    expect(exitCode).toBe(1);
    expect(errorText).toMatch(/^unitctl: two did not answer: /);
    expect(output).toMatch(/one .* not_eligible/);
  });

  it.each([
    { fault: 'an unknown deployment', name: randomUUID(), code: 1, message: /no deployment is called/ },
    { fault: 'an unknown host', env: { HOST_URL: 'ws://127.0.0.1:1' }, code: 3, message: /the host cannot be reached/ },
    {
      fault: 'an invalid host URL',
      env: { HOST_URL: 'nonsense' },
      code: 2,
      message: /the URL of the host is not usable/,
    },
    { fault: 'no host at all', env: { HOST_URL: '' }, code: 2, message: /no cluster is chosen/ },
    { fault: 'a wrong token', env: { HOST_TOKEN: 'wrong' }, code: 3, message: /check HOST_TOKEN/ },
  ])('says in one line what is wrong with $fault', async ({ name = 'x', env = {}, code, message }) => {
    const { exitCode, errorText } = await unitctl(cluster().local, ['why', name], env);
    expect([exitCode, errorText]).toEqual([code, expect.stringMatching(message)]);
    expect(errorText.split('\n')).toHaveLength(1);
  });
});
