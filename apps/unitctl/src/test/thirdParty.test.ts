import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { type LocalCluster, type LogRecord, type Program, startLocalCluster } from '@node-unit/local-cluster';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { install, npm, packLibraries, plainEnvironment, runCreatePolicy } from '../policies/create/index.js';

const NAME = '@third-party/apart';
const DEADLINE_MS = 60_000;
const CONTRACT = ['scheduler'];

let outside = '';
let cluster: LocalCluster | undefined;

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'node-unit-third-party-'));
  for (const folder of ['contract', 'operations']) await mkdir(join(outside, folder));
});
afterAll(async () => {
  await cluster?.stop();
  await rm(outside, { recursive: true, force: true });
});

/** One after the other: each needs what the one before has left in the folder. */
describe('a claim policy from outside the monorepo', { timeout: 300_000 }, () => {
  it('is generated, and the command that is printed installs what it needs and passes its own tests', async () => {
    const printed: string[] = [];
    await runCreatePolicy({
      name: NAME,
      folder: 'policy',
      workingDir: outside,
      stdout: (text) => printed.push(text),
    });
    const [, command = ''] = /^Next: (.*)$/m.exec(printed.join('')) ?? [];
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { env: plainEnvironment() });
    expect(stdout).toMatch(/(# |ℹ )pass 2/);
  });

  it('is packed, and installed where a node-unit is run', async () => {
    const operations = join(outside, 'operations');
    await writeFile(join(operations, 'package.json'), '{ "private": true }');
    await npm(join(outside, 'policy'), 'pack', `--pack-destination=${operations}`);
    const contract = await packLibraries(CONTRACT, join(outside, 'contract'));
    await install(operations, [...contract, join(operations, 'third-party-apart-0.1.0.tgz')]);
    expect(await npm(operations, 'ls', NAME)).toContain(`${NAME}@0.1.0`);
  });

  it('decides in a real cluster who claims, chosen by its name', async () => {
    cluster = await startLocalCluster();
    const nodeUnits = [start(cluster, 'one'), start(cluster, 'two')];
    await bothOnline(cluster);
    await cluster.insertSamples(4);
    expect(await assignedTo(cluster)).toEqual([cluster.addressOf('one'), cluster.addressOf('two')].sort());
    for (const nodeUnit of nodeUnits) {
      const record = await nodeUnit.logged('DeploymentClaimEligibility', isOurs);
      expect(record['min_metrics']).toMatchObject({ copies: expect.any(Number) as number });
      expect(await nodeUnit.logged('DeploymentClaimed')).toMatchObject({ claimant: cluster.addressOf(nodeUnit.name) });
    }
  });
});

function start(running: LocalCluster, name: string): Program {
  return running.startNodeUnit({ name, cwd: join(outside, 'operations'), env: { NODE_UNIT_CLAIM_POLICY: NAME } });
}

function isOurs(record: LogRecord): boolean {
  return record['policy'] === NAME && record['eligible'] === true;
}

async function bothOnline({ nodeUnits$ }: LocalCluster): Promise<void> {
  await firstValueFrom(
    nodeUnits$.pipe(
      filter((nodeUnits) => nodeUnits.length === 2),
      timeout(DEADLINE_MS),
    ),
  );
}

/** Who holds anything, once nothing is unassigned. */
async function assignedTo({ replica$ }: LocalCluster): Promise<readonly string[]> {
  const replica = await firstValueFrom(
    replica$.pipe(
      filter((each) => each.state === 'current' && each.deployments.size === 4),
      filter(
        (each) => each.state === 'current' && [...each.deployments.values()].every(({ address }) => address !== ''),
      ),
      timeout(DEADLINE_MS),
    ),
  );
  if (replica.state !== 'current') return [];
  return [...new Set([...replica.deployments.values()].map(({ address }) => address))].sort();
}
