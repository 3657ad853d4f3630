import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createPolicyPackage } from '../policies/create/index.js';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));
let folder = '';

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'node-unit-create-'))));
afterEach(() => rm(folder, { recursive: true }));

const create = (...args: readonly string[]) =>
  spawnSync(process.execPath, [CLI, 'create-policy', ...args], { cwd: folder, env: {}, encoding: 'utf8' });

describe('unitctl create-policy', () => {
  it('writes a package that says what it is and which contract it keeps', async () => {
    const { status, stdout } = create('@me/apart');
    expect(status).toBe(0);
    expect(stdout).toContain(`Wrote README.md, index.js, index.test.js, package.json to ${join(folder, 'apart')}, `);
    const manifest = JSON.parse(await readFile(join(folder, 'apart', 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({
      name: '@me/apart',
      keywords: ['node-unit-claim-policy'],
      peerDependencies: { '@node-unit/scheduler': expect.stringMatching(/^\^\d+\.\d+\.\d+$/) as string },
      devDependencies: {
        '@node-unit/policy-testkit': expect.stringMatching(/^file:vendor\/node-unit-policy-testkit-.*tgz$/) as string,
      },
    });
  });

  it('leaves no placeholder behind, and keeps the policy within 20 lines', async () => {
    await createPolicyPackage('apart', folder);
    for (const file of await readdir(folder)) expect(await readFile(join(folder, file), 'utf8')).not.toContain('__');
    const lines = (await readFile(join(folder, 'index.js'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  it('is quoted in the README as it is', async () => {
    await createPolicyPackage('my-policy', folder);
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(await readFile(join(folder, 'index.js'), 'utf8'));
  });

  it('refuses a folder that is not empty, and leaves it as it is', async () => {
    await writeFile(join(folder, 'mine.txt'), 'mine');
    const { status, stderr } = create('apart', '.');
    expect(stderr).toMatch(/^unitctl: .* is not empty: expected an empty folder or a new one\n$/);
    expect(status).toBe(2);
    expect(await readdir(folder)).toEqual(['mine.txt']);
  });

  it.each([
    [['Upper Case'], /"Upper Case" is no name for a package: expected lower-case letters/],
    [['../elsewhere'], /is no name for a package/],
    [[], /missing required argument 'name'/],
    [['one', 'two', 'three'], /too many arguments/],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = create(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
