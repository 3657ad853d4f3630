import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadClaimPolicy } from '../policies/loadClaimPolicy.js';

const logger = { info: () => undefined, warn: () => undefined };
const POLICY = `exports.createClaimPolicy = ({ env }) => ({ name: env.MINE, describe() {}, rank: () => [] });`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'node-unit-policy-'));
  const packageDir = join(folder, 'node_modules', 'my-policy');
  await mkdir(packageDir, { recursive: true });
  await writeFile(join(packageDir, 'package.json'), '{"name":"my-policy","main":"index.js"}');
  await writeFile(join(packageDir, 'index.js'), POLICY);
  await writeFile(
    join(folder, 'module.mjs'),
    POLICY.replace('exports.createClaimPolicy', 'export const createClaimPolicy'),
  );
  await writeFile(join(folder, 'empty.mjs'), 'export {};');
  await writeFile(join(folder, 'odd.mjs'), 'export const createClaimPolicy = () => ({});');
});
afterAll(() => rm(folder, { recursive: true }));

const load = (name: string, env: Record<string, string> = {}) => loadClaimPolicy(name, { env, logger }, folder);

describe(loadClaimPolicy.name, () => {
  it.each([
    ['least_deployments', 'least_deployments'],
    ['Least-Deployments', 'least_deployments'],
    ['deployment_count', 'least_deployments'],
    ['RESOURCE-USAGE', 'resource_usage'],
    ['power-of-two', 'power_of_two'],
    ['spread', 'spread'],
    ['none', 'none'],
  ])('knows %s', async (asked, name) => {
    expect((await load(asked)).name).toBe(name);
  });

  it.each(['my-policy', './module.mjs'])('imports %s, and hands it the environment', async (name) => {
    expect((await load(name, { MINE: 'custom' })).name).toBe('custom');
  });

  it.each([
    ['least_deploymnets', /there is no such policy; looked among least_deployments, .*for a package of that name from/],
    ['./absent.mjs', /Cannot find module|looked for file:/],
    ['./empty.mjs', /does not export createClaimPolicy/],
    ['./odd.mjs', /gave no object with a name and a rank/],
  ])('says in one line what is wrong with %s', async (name, message) => {
    const error = await load(name).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) as string });
    expect((error as Error).message).not.toContain('\n');
  });

  it('passes on what a policy finds wrong with its settings', async () => {
    await expect(load('resource_usage', { NODE_UNIT_CPU_WEIGHT: 'x' })).rejects.toMatchObject({
      exitCode: 2,
      message: 'NODE_UNIT_CPU_WEIGHT="x" is not allowed: expected a number, at least 0',
    });
  });
});
