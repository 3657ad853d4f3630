import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { isComplete } from '../install/completeness.js';
import { hashFolder } from '../install/hashPath.js';
import { npmEnvironment } from '../install/npmEnvironment.js';
import { packageKey } from '../install/packageKey.js';
import { parsePackageSpec } from '../install/parsePackageSpec.js';
import { pickVersion } from '../install/pickVersion.js';
import { SharedWork } from '../install/SharedWork.js';
import { takePlace } from '../install/takePlace.js';
import { temporaryFolder } from './packages.js';

describe(parsePackageSpec.name, () => {
  it.each([
    ['1.2.3', { kind: 'version', version: '1.2.3' }],
    [' =v1.2.3-rc.1+build ', { kind: 'version', version: '1.2.3-rc.1+build' }],
    ['^1.2', { kind: 'query', query: '^1.2' }],
    ['>=1 <3 || 5', { kind: 'query', query: '>=1 <3 || 5' }],
    ['latest', { kind: 'query', query: 'latest' }],
    ['', { kind: 'query', query: 'latest' }],
    ['file:/a/b', { kind: 'folder', path: '/a/b' }],
    ['file:///a/b c', { kind: 'folder', path: '/a/b c' }],
    ['file:/a/b-1.0.0.tgz', { kind: 'tarball', path: '/a/b-1.0.0.tgz' }],
  ])('takes the version "%s"', (version, expected) => {
    expect(parsePackageSpec('@scope/name', version)).toEqual({ name: '@scope/name', ...expected });
  });

  it.each([
    'npm:other@1.0.0',
    'git+https://example.com/a.git',
    'user/repository',
    'github:user/repository',
    'https://example.com/a.tgz',
    'http://example.com/a.tgz',
    'workspace:*',
    'link:/a',
    '/a/b',
    './a',
    '../a',
    'file:a',
    'file:./a.tgz',
    'file:~/a',
    'file:../a',
    'file:/a/../b',
    'file:///a/..',
    'file:',
    'file:/',
    'file://a/b',
    '1.0.0/../..',
    '--registry=http://example.com',
    'bad tag',
  ])('refuses the version "%s"', (version) => {
    expect(() => parsePackageSpec('name', version)).toThrow(expect.objectContaining({ code: 'PACKAGE_REFUSED' }));
  });

  it.each([
    '',
    '..',
    '.',
    '../name',
    '@scope/..',
    '@scope/a/b',
    'a/b',
    '-g',
    '.bin',
    'node_modules',
    'a b',
    'a@npm:b',
    'a@1',
  ])('refuses the name "%s"', (name) => {
    expect(() => parsePackageSpec(name, '1.0.0')).toThrow(expect.objectContaining({ code: 'PACKAGE_REFUSED' }));
  });
});

describe(packageKey.name, () => {
  it('is one folder name, which differs for every content and runtime', () => {
    const keys = [
      packageKey({ kind: 'version', name: '@a/b', version: '1.0.0' }, 'linux-x64-115'),
      packageKey({ kind: 'version', name: '@a/b', version: '1.0.0' }, 'linux-x64-127'),
      packageKey({ kind: 'hash', name: '@a/b', hash: 'a'.repeat(64) }, 'linux-x64-115'),
      packageKey({ kind: 'hash', name: '@a/b', hash: 'b'.repeat(64) }, 'linux-x64-115'),
    ];
    expect(keys[0]).toBe('@a+b@1.0.0_linux-x64-115');
    expect(new Set(keys).size).toBe(4);
    expect(keys.every((key) => !key.includes('/') && !key.startsWith('.'))).toBe(true);
  });
});

describe(pickVersion.name, () => {
  const answer = (latest: string, ...versions: readonly string[]) =>
    JSON.stringify(versions.map((version) => ({ version, 'dist-tags.latest': latest })));

  it.each([
    ['the only one', JSON.stringify({ version: '1.0.0', 'dist-tags.latest': '2.0.0' }), '1.0.0'],
    ['the highest, in whatever order', answer('9.0.0', '1.9.0', '1.10.0', '1.2.0'), '1.10.0'],
    ['latest if it matches, as npm does', answer('1.9.0', '1.9.0', '1.10.0'), '1.9.0'],
    ['a release before its prereleases', answer('9.0.0', '2.0.0-rc.10', '2.0.0', '2.0.0-rc.9'), '2.0.0'],
    ['the highest prerelease', answer('9.0.0', '2.0.0-rc.10', '2.0.0-rc.9', '2.0.0-beta.11'), '2.0.0-rc.10'],
    ['nothing', '', undefined],
  ])('picks %s', (_, text, expected) => {
    expect(pickVersion(text)).toBe(expected);
  });
});

describe(npmEnvironment.name, () => {
  it('gives npm its settings and the proxies, no secrets and no settings of another run', () => {
    const passed = {
      HOME: '/h',
      npm_config_registry: 'https://r/',
      'npm_config_@a:registry': 'https://a/',
      HTTPS_PROXY: 'p',
    };
    const withheld = {
      POSTGRES_URI: 'x',
      HOST_TOKEN: 'x',
      NODE_UNIT_PASSWORD: 'x',
      NPM_TOKEN: 'x',
      NODE_AUTH_TOKEN: 'x',
      'npm_config_//r/:_authToken': 'x',
      npm_config__auth: 'x',
      npm_config__password: 'x',
      NPM_CONFIG_OTP: 'x',
      npm_config_local_prefix: '/x',
      npm_config_workspace: 'x',
      npm_config_dry_run: 'true',
      npm_lifecycle_event: 'x',
    };
    expect(npmEnvironment({ ...passed, ...withheld, PATH: '/bin' }, '/node')).toEqual({
      ...passed,
      PATH: '/node:/bin',
    });
  });
});

describe(hashFolder.name, () => {
  it('changes with names, contents and links, and with nothing in node_modules and .git', async () => {
    const folder = temporaryFolder();
    const hashes: string[] = [await hashFolder(folder)];
    const changes: readonly (() => void)[] = [
      () => writeFileSync(join(folder, 'a'), 'text'),
      () => writeFileSync(join(folder, 'a'), 'Text'),
      () => mkdirSync(join(folder, 'sub')),
      () => writeFileSync(join(folder, 'sub', 'b'), 'text'),
      () => symlinkSync('sub/b', join(folder, 'link')),
      () => writeFileSync(join(folder, 'c'), '', { mode: 0o755 }),
    ];
    for (const change of changes) {
      change();
      hashes.push(await hashFolder(folder));
    }
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const ignored of ['node_modules', '.git', 'sub/node_modules']) {
      mkdirSync(join(folder, ignored));
      writeFileSync(join(folder, ignored, 'x'), 'x');
    }
    expect(await hashFolder(folder)).toBe(hashes.at(-1));
  });
});

describe(takePlace.name, () => {
  function prepare(count: number) {
    const parent = temporaryFolder();
    const temporaries = Array.from({ length: count }, (_, index) => join(parent, `.temporary-${index}`));
    for (const temporary of temporaries) {
      mkdirSync(temporary);
      writeFileSync(join(temporary, '.node-unit-complete'), 'package');
      writeFileSync(join(temporary, 'installer'), temporary);
    }
    return { parent, temporaries, folder: join(parent, 'package') };
  }

  it('lets the first of many stay, which is there from then on', async () => {
    const { temporaries, folder } = prepare(50);
    const seen = await Promise.all(
      temporaries.map(async (temporary, index) => {
        // Each is at another step when the first has taken the place.
        for (let turn = 0; turn < index; turn += 1) await setImmediate();
        await takePlace(temporary, folder).catch(() => undefined);
        return existsSync(folder) && readFileSync(join(folder, 'installer'), 'utf8');
      }),
    );
    expect(seen).toEqual(seen.map(() => seen[0]));
    expect(await isComplete(folder)).toBe(true);
  });

  it('takes the place of what is not complete, and leaves nothing of that', async () => {
    const { parent, temporaries, folder } = prepare(2);
    mkdirSync(folder);
    writeFileSync(join(folder, 'half'), '');
    const results = await Promise.allSettled(temporaries.map((temporary) => takePlace(temporary, folder)));
    expect(results.map(({ status }) => status)).toContain('fulfilled');
    expect([await isComplete(folder), existsSync(join(folder, 'half'))]).toEqual([true, false]);
    expect(readdirSync(parent).filter((name) => name.startsWith('.installing'))).toEqual([]);
  });
});

describe(SharedWork.name, () => {
  it('starts anew for who asks after the work was given up, while that is still ending', async () => {
    const work = new SharedWork<string>();
    let end = (_: string): void => undefined;
    const ended = new Promise<string>((resolve) => (end = resolve));
    const first = new AbortController();
    const firstResult = work.run('key', first.signal, () => ended).catch((error: unknown) => error);
    first.abort('given up');
    const second = work.run('key', new AbortController().signal, () => Promise.resolve('fresh'));
    expect(await second).toBe('fresh');
    end('stale');
    expect(await firstResult).toBe('given up');
  });

  it('does the work again after it failed', async () => {
    const work = new SharedWork<string>();
    const { signal } = new AbortController();
    await expect(work.run('key', signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await work.run('key', signal, () => Promise.resolve('yes'))).toBe('yes');
  });
});
