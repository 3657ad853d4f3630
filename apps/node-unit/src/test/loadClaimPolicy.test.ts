import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadClaimPolicy } from '../policies/loadClaimPolicy.js';
import { schedulerVersion } from '../policies/peerFault.js';

const logger = { info: () => undefined, warn: () => undefined };
const policyNamed = (name: string): string => `({ env }) => ({ name: ${name}, describe() {}, rank: () => [] })`;
const ESM = `export const createClaimPolicy = ${policyNamed('env.MINE')};`;
const CJS = `exports.createClaimPolicy = ${policyNamed('env.MINE')};`;
const manifest = (fields: object): string => JSON.stringify({ name: 'any', version: '1.2.3', ...fields });
const madeFor = (range: string): string =>
  manifest({ main: 'index.js', peerDependencies: { '@node-unit/scheduler': range } });

const FILES: Readonly<Record<string, string>> = {
  'operations/node_modules/commonjs-policy/package.json': manifest({ main: 'index.js' }),
  'operations/node_modules/commonjs-policy/index.js': CJS,
  'operations/node_modules/@mine/esm-policy/package.json': manifest({ type: 'module', exports: './policy.js' }),
  'operations/node_modules/@mine/esm-policy/policy.js': ESM,
  'operations/node_modules/require-policy/package.json': manifest({ exports: { require: './index.cjs' } }),
  'operations/node_modules/require-policy/index.cjs': CJS,
  'operations/node_modules/fitting/package.json': madeFor('^0.1.0 || ^1.0.0'),
  'operations/node_modules/fitting/index.js': CJS,
  'operations/node_modules/too-new/package.json': madeFor('^99.0.0'),
  'operations/node_modules/too-new/index.js': CJS,
  'operations/node_modules/no-range/package.json': madeFor('newest please'),
  'operations/node_modules/no-range/index.js': CJS,
  'policies/node_modules/elsewhere/package.json': manifest({ main: 'index.js' }),
  'policies/node_modules/elsewhere/index.js': CJS,
  'policies/only-here.mjs': ESM,
  'operations/package-folder/package.json': manifest({ name: 'folder', type: 'module', exports: './lib/policy.js' }),
  'operations/package-folder/lib/policy.js': ESM,
  'operations/plain-folder/index.js': CJS,
  'operations/module.mjs': ESM,
  'operations/module.cjs': CJS,
  // What it exports cannot be told without running it.
  'operations/assembled.cjs': `module.exports = Object.assign({}, { createClaimPolicy: ${policyNamed('env.MINE')} });`,
  'operations/without-extension.js': CJS,
  'operations/empty.mjs': 'export {};',
  'operations/odd.mjs': 'export const createClaimPolicy = () => undefined;',
  'operations/half-prepared.mjs':
    "export const createClaimPolicy = () => ({ name: 'x', describe() {}, rank() {}, prepare: true });",
  'operations/reserved.mjs': `export const createClaimPolicy = ${policyNamed('"none"')};`,
  'operations/throws.mjs': `export function createClaimPolicy() { throw new Error('no\\n  luck'); }`,
  'operations/broken.mjs': 'export const = 1;',
};
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'node-unit-policy-'));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const load = (name: string, env: Record<string, string> = {}) =>
  loadClaimPolicy(name, { env, logger }, [join(folder, 'policies'), join(folder, 'operations')]);

describe(loadClaimPolicy.name, () => {
  it.each([
    ['least_deployments', 'least_deployments'],
    ['Least-Deployments', 'least_deployments'],
    ['deployment_count', 'least_deployments'],
    ['RESOURCE-USAGE', 'resource_usage'],
    ['power-of-two', 'power_of_two'],
    ['Spread', 'spread'],
    ['none', 'none'],
  ])('knows %s', async (asked, name) => {
    expect(await load(asked)).toMatchObject({ policy: { name }, version: schedulerVersion() });
  });

  it.each([
    'commonjs-policy',
    '@mine/esm-policy',
    'require-policy',
    'fitting',
    'elsewhere',
    './module.mjs',
    './module.cjs',
    './without-extension',
    './assembled.cjs',
    './only-here.mjs',
    './package-folder',
    './plain-folder',
    '../operations/module.mjs',
  ])('imports %s, and hands it the environment', async (name) => {
    expect((await load(name, { MINE: 'custom' })).policy.name).toBe('custom');
  });

  it('imports a module by its absolute path and by its address', async () => {
    const path = join(folder, 'operations/module.mjs');
    for (const name of [path, pathToFileURL(path).href]) {
      expect((await load(name, { MINE: 'custom' })).policy.name).toBe('custom');
    }
  });

  it('knows the version that the package of a policy states', async () => {
    expect((await load('@mine/esm-policy', { MINE: 'custom' })).version).toBe('1.2.3');
    expect((await load('./module.mjs', { MINE: 'custom' })).version).toBeUndefined();
  });

  it.each([
    [
      'least_deploymnets',
      /there is no such policy; looked among least_deployments, .* a package of that name from .*policies and .*operations/,
    ],
    ['./absent.mjs', /there is no such policy; .* for .*policies\/absent.mjs and .*operations\/absent.mjs/],
    ['./empty.mjs', /does not export createClaimPolicy; looked for .*, found file:.*empty.mjs/],
    ['./odd.mjs', /gave no object with a name, describe and rank; .* found file:.*odd.mjs/],
    ['./half-prepared.mjs', /prepare of the policy is no function/],
    ['./reserved.mjs', /the name none is reserved/],
    ['./throws.mjs', /is not usable: no luck; looked for .*throws.mjs, found file:.*throws.mjs/],
    ['./broken.mjs', /is not usable: .*; looked for .*, found file:.*broken.mjs/],
    ['too-new', /made for @node-unit\/scheduler \^99.0.0, this node-unit has \d+\.\d+\.\d+.*; looked for a package/],
    ['no-range', /needs @node-unit\/scheduler "newest please", which is no range/],
  ])('says in one line what is wrong with %s', async (name, message) => {
    const error = await load(name, { MINE: 'custom' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) as string });
    expect((error as Error).message).toContain(`NODE_UNIT_CLAIM_POLICY=${JSON.stringify(name)} is not usable`);
    expect((error as Error).message).not.toContain('\n');
  });

  it('passes on what a policy of its own finds wrong with its settings', async () => {
    await expect(load('resource_usage', { NODE_UNIT_CPU_WEIGHT: 'x' })).rejects.toMatchObject({
      exitCode: 2,
      message: 'NODE_UNIT_CPU_WEIGHT="x" is not allowed: expected a number, at least 0',
    });
  });
});
