import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { afterEach, describe, expect, it, onTestFinished } from 'vitest';

import { npmEnvironment } from '../install/npmEnvironment.js';
import { npmrcVariables } from '../install/npmrcVariables.js';
import { PackageStore } from '../install/PackageStore.js';
import { DEFAULT_PACKAGE_LIMITS, planPackagePruning } from '../install/planPackagePruning.js';
import { ownershipName, readStartTime } from '../users/Ownership.js';
import { UserPlaces } from '../users/UserPlaces.js';
import { SLOW } from './deployments.js';
import { installedIn, npmSettings, packPackage, temporaryFolder, writePackage } from './packages.js';

const NPM_ENV = npmEnvironment(process.env, join(process.execPath, '..'));
const NOTHING_KEPT = { kept: 0, maxAgeMs: 0 };

function openStore(parent = temporaryFolder(), env: Readonly<Record<string, string>> = NPM_ENV) {
  const store = new PackageStore(parent, npmSettings(env), new UserPlaces({ kind: 'agent' }, parent));
  const installed: string[] = [];
  const provide = (packageName: string, packageVersion: string) =>
    store.provide({
      packageName,
      packageVersion,
      signal: new AbortController().signal,
      onInstalling: () => installed.push(`${packageName}@${packageVersion}`),
    });
  return { store, parent, provide, installed };
}

describe('packages that nobody uses', () => {
  it('are removed, and never one that this or another living agent uses', async () => {
    const { store, parent, provide } = openStore();
    const other = openStore(parent);
    const [mine, theirs, unused] = await Promise.all(
      ['mine', 'theirs', 'unused'].map((name) => provide(name, writePackage(name, { 'index.js': '' }).version)),
    );
    if (!mine || !theirs || !unused) throw new Error('expected three packages');
    const living = spawn('sleep', ['60']);
    onTestFinished(() => void living.kill());
    const key = installedIn(parent).find((name) => name.startsWith('theirs')) ?? '';
    const startTime = readStartTime(readFileSync(`/proc/${living.pid}/stat`, 'utf8')) ?? '';
    writeFileSync(join(parent, '.uses', key, ownershipName({ uid: 0, pid: living.pid ?? 0, startTime })), '');
    const folders = new Set([mine.folder]);
    // What was given out a moment ago counts as used.
    expect(await store.prune(folders, NOTHING_KEPT)).toEqual([]);
    expect(await store.prune(folders, NOTHING_KEPT)).toMatchObject([expect.stringMatching(/^unused@/)]);
    expect([mine, theirs, unused].map(({ folder }) => existsSync(folder))).toEqual([true, true, false]);
    living.kill('SIGKILL');
    await expect
      .poll(() => other.store.prune(folders, NOTHING_KEPT).then(() => existsSync(theirs.folder)), SLOW)
      .toBe(false);
    expect(await provide('unused', `file:${writePackage('unused', { 'index.js': '' }).folder}`)).toBeDefined();
  });

  it('are never run half installed: a folder without the mark of completeness is installed anew', async () => {
    const { provide, parent, installed } = openStore();
    const { version } = writePackage('test-half', { 'index.js': '' });
    const { folder } = await provide('test-half', version);
    const [key = ''] = installedIn(parent);
    rmSync(join(parent, key, '.node-unit-complete'));
    rmSync(join(folder, 'index.js'));
    expect(existsSync(join((await provide('test-half', version)).folder, 'index.js'))).toBe(true);
    expect(installed).toHaveLength(2);
    await provide('test-half', version);
    expect(installed).toHaveLength(2);
  });

  it.each([
    ['keeps three of a name, those that were used last', [1, 2, 3, 4, 5], ['a@1', 'a@2']],
    ['keeps none that is too old', [0], []],
  ])('%s', (_case, days, removed) => {
    const day = 86_400_000;
    const folders = days.map((each) => ({ key: `a@${each}`, isUsed: false, usedMs: each * day }));
    expect([...planPackagePruning(folders, DEFAULT_PACKAGE_LIMITS, 6 * day)].sort()).toEqual(removed);
    const late = planPackagePruning(folders, DEFAULT_PACKAGE_LIMITS, 30 * day);
    expect(late).toHaveLength(folders.length);
    const used = folders.map((folder) => ({ ...folder, isUsed: true }));
    expect(planPackagePruning(used, NOTHING_KEPT, 30 * day)).toEqual([]);
  });
});

/** A registry that has one package, and asks for a token. */
class Registry {
  public readonly tokens = new Set<string>();
  public versions: Record<string, string> = {};
  public isAway = false;
  private server: Server | undefined;

  public async start(): Promise<string> {
    const server = createServer((request, response) => {
      this.tokens.add(request.headers.authorization ?? '');
      if (this.isAway) return;
      const tarball = Object.values(this.versions).find((path) => request.url === path);
      if (tarball !== undefined) return void response.end(readFileSync(tarball));
      const { port } = server.address() as AddressInfo;
      const versions = Object.fromEntries(
        Object.entries(this.versions).map(([version, path]) => [
          version,
          { name: 'test-registry', version, dist: { tarball: `http://127.0.0.1:${port}${path}` } },
        ]),
      );
      response.end(
        JSON.stringify({ name: 'test-registry', 'dist-tags': { latest: Object.keys(this.versions).at(-1) }, versions }),
      );
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  public publish(version: string): void {
    const { folder } = writePackage('test-registry', { manifest: { version }, 'index.js': '' });
    this.versions[version] = packPackage(folder).slice('file:'.length);
  }

  public stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

describe('a source folder', () => {
  it('may hold a pipe or a socket of whoever works in it', { timeout: 120_000 }, async () => {
    const { provide } = openStore();
    const { folder, version } = writePackage('test-pipe', { 'index.js': '' });
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    const installed = await provide('test-pipe', version);
    expect([existsSync(join(installed.folder, 'index.js')), existsSync(join(installed.folder, 'pipe'))]).toEqual([
      true,
      false,
    ]);
  });
});

describe('an agent without a home', () => {
  it('installs, with everything that npm writes under the workspace', { timeout: 120_000 }, async () => {
    const { npm_config_cache: _cache, ...env } = NPM_ENV;
    const { provide, parent } = openStore(temporaryFolder(), { ...env, HOME: '/nonexistent' });
    const { version } = writePackage('test-homeless', { 'index.js': '' });
    expect(existsSync((await provide('test-homeless', version)).folder)).toBe(true);
    expect([existsSync(join(parent, '.npm-cache')), existsSync('/nonexistent')]).toEqual([true, false]);
  });
});

describe('a range or a tag', () => {
  const registry = new Registry();
  afterEach(() => registry.stop());

  async function openWithRegistry() {
    const url = await registry.start();
    const npmrc = join(temporaryFolder(), '.npmrc');
    writeFileSync(npmrc, `registry=${url}\n${url.slice('http:'.length)}:_authToken=\${TEST_NPM_TOKEN}\n`);
    const env = { ...NPM_ENV, npm_config_userconfig: npmrc, npm_config_cache: temporaryFolder() };
    process.env['TEST_NPM_TOKEN'] = 'token-of-the-registry';
    onTestFinished(() => void delete process.env['TEST_NPM_TOKEN']);
    return openStore(temporaryFolder(), env);
  }

  it(
    'starts with what is there while the registry is away, and takes over what is newer',
    { timeout: 120_000 },
    async () => {
      registry.publish('1.0.0');
      const { provide } = await openWithRegistry();
      const first = await provide('test-registry', '^1.0.0');
      expect(first.refreshed).toBeUndefined();
      registry.isAway = true;
      const again = await provide('test-registry', '^1.0.0');
      // It was given although the answer has not come.
      const answered = again.refreshed?.then(() => 'answered');
      expect(await Promise.race([answered, setImmediate('not answered')])).toBe('not answered');
      expect(again.folder).toBe(first.folder);
      registry.isAway = false;
      registry.publish('1.1.0');
      const newer = await (await provide('test-registry', '^1.0.0')).refreshed;
      expect(newer?.folder).toContain('test-registry@1.1.0');
      expect((await provide('test-registry', '^1.0.0')).folder).toBe(newer?.folder);
      // The variable that the .npmrc names has reached npm.
      expect([...registry.tokens]).toContain('Bearer token-of-the-registry');
    },
  );
});

describe(npmrcVariables.name, () => {
  it('names what an .npmrc refers to, but nothing that loads code', () => {
    const text =
      '//r/:_authToken=${NPM_TOKEN}\nproxy=${PROXY?}\nx=${NPM_TOKEN}\nnode-options=${NODE_OPTIONS}\n;${HOME}';
    expect(npmrcVariables(text)).toEqual(['NPM_TOKEN', 'PROXY']);
  });
});
