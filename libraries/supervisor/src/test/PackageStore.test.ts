import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';

import { npmEnvironment } from '../install/npmEnvironment.js';
import { PackageStore } from '../install/PackageStore.js';
import { UserPlaces } from '../users/UserPlaces.js';
import { SLOW } from './deployments.js';
import { installedIn, npmSettings, packPackage, temporaryFolder, writePackage } from './packages.js';
import { isAlive } from './processes.js';

const NPM_ENV = npmEnvironment(process.env, join(process.execPath, '..'));

function asAgent(folder: string): UserPlaces {
  return new UserPlaces({ kind: 'agent' }, folder);
}

function createStore(folder = temporaryFolder()) {
  const store = new PackageStore(folder, npmSettings(NPM_ENV), asAgent(folder));
  let installs = 0;
  const provide = (packageName: string, packageVersion: string, signal = new AbortController().signal) =>
    store.provide({ packageName, packageVersion, signal, onInstalling: () => (installs += 1) });
  return { folder, provide, installs: () => installs };
}

describe(PackageStore.name, () => {
  it('installs a folder once, and again when its content has changed, without touching what others run', async () => {
    const { folder, version } = writePackage('@test/changing', { 'index.js': 'one' });
    const store = createStore();
    const first = await store.provide('@test/changing', version);
    expect(await store.provide('@test/changing', version)).toEqual(first);
    expect(store.installs()).toBe(1);
    writeFileSync(join(folder, 'index.js'), 'two');
    const second = await store.provide('@test/changing', version);
    expect(second.folder).not.toBe(first.folder);
    expect(readFileSync(join(first.folder, 'index.js'), 'utf8')).toBe('one');
    expect(readFileSync(join(second.folder, 'index.js'), 'utf8')).toBe('two');
  });

  it('installs a tarball with what it depends on, and its programs', async () => {
    const helper = writePackage('test-helper', { manifest: { bin: 'help.js' }, 'help.js': '#!/usr/bin/env node' });
    const dependencies = { 'test-helper': packPackage(helper.folder) };
    const { folder } = writePackage('test-packed', { manifest: { dependencies }, 'index.js': '' });
    const { provide } = createStore();
    const installed = await provide('test-packed', packPackage(folder));
    expect(existsSync(join(installed.folder, 'index.js'))).toBe(true);
    expect(readdirSync(installed.binFolder)).toEqual(['test-helper']);
  });

  it('installs once for all who ask at the same time', async () => {
    const { version } = writePackage('test-shared', {
      manifest: { scripts: { install: 'node install.js' } },
      'install.js': `require('node:fs').appendFileSync(process.env.npm_config_install_log, 'x')`,
    });
    const log = join(temporaryFolder(), 'log');
    const store = new PackageStore(
      temporaryFolder(),
      npmSettings({ ...NPM_ENV, npm_config_install_log: log }),
      asAgent(log),
    );
    const { signal } = new AbortController();
    const request = { packageName: 'test-shared', packageVersion: version, signal, onInstalling: () => undefined };
    const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => store.provide(request)));
    expect(others.every((other) => other.folder === first?.folder)).toBe(true);
    expect(readFileSync(log, 'utf8')).toBe('x');
  });

  it('kills an install script that never ends, says what it printed last, and holds up no other package', async () => {
    const pidFile = join(temporaryFolder(), 'pid');
    const { version } = writePackage('test-endless', {
      manifest: { scripts: { postinstall: 'node postinstall.js' } },
      'postinstall.js': `
        require('node:fs').writeFileSync(process.env.npm_config_install_log, String(process.pid));
        console.log('waiting for a download'); console.error('no answer yet'); setInterval(() => {}, 1000);`,
    });
    const other = writePackage('test-quick', { 'index.js': '' });
    const env = { ...NPM_ENV, npm_config_install_log: pidFile };
    const parent = temporaryFolder();
    const store = new PackageStore(parent, npmSettings(env, 20_000), asAgent(parent));
    const { signal } = new AbortController();
    const ask = (packageName: string, packageVersion: string) =>
      store.provide({ packageName, packageVersion, signal, onInstalling: () => undefined });
    let isOver = false;
    const failure = ask('test-endless', version).then(
      () => '',
      (error: Error) => ((isOver = true), error.message),
    );
    await ask('test-quick', other.version);
    expect(isOver).toBe(false);
    const message = await failure;
    expect(message).toMatch(/within 20 s .*NODE_UNIT_INSTALL_TIMEOUT_MS/);
    expect(message).toContain('waiting for a download');
    expect(message).toContain('no answer yet');
    expect(isAlive(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
    expect(installedIn(parent)).toHaveLength(1);
  }, 120_000);

  it('lets two agents of a machine install the same package at the same time', async () => {
    const { version } = writePackage('test-raced', { 'index.js': '' });
    const one = createStore();
    const other = createStore(one.folder);
    const [first, second] = await Promise.all([
      one.provide('test-raced', version),
      other.provide('test-raced', version),
    ]);
    expect(second).toEqual(first);
    expect([one.installs(), other.installs()]).toEqual([1, 1]);
    expect(installedIn(one.folder)).toHaveLength(1);
  });

  it('rejects with the last lines of npm and leaves nothing when the installation fails', async () => {
    const scripts = { install: 'echo the reason >&2; exit 3' };
    const { version } = writePackage('test-broken', { manifest: { scripts } });
    const { folder, provide } = createStore();
    const failure = provide('test-broken', version);
    await expect(failure).rejects.toMatchObject({ code: 'INSTALL_FAILED' });
    await expect(failure).rejects.toThrow('the reason');
    expect(installedIn(folder)).toEqual([]);
  });

  it('rejects a package with another name than the deployment says', async () => {
    const { version } = writePackage('test-other', {});
    const { folder, provide } = createStore();
    await expect(provide('test-expected', version)).rejects.toMatchObject({ code: 'INSTALL_FAILED' });
    expect(installedIn(folder)).toEqual([]);
  });

  it.each(['file:/no/such/folder', 'file:/no/such/file.tgz'])('does not find %s', async (version) => {
    await expect(createStore().provide('test', version)).rejects.toMatchObject({ code: 'PACKAGE_NOT_FOUND' });
  });

  it('ends npm and removes its folder when nobody waits for it any more', async () => {
    const marker = join(temporaryFolder(), 'pid');
    const { version } = writePackage('test-slow', {
      manifest: { scripts: { install: 'node install.js' } },
      'install.js': `require('node:fs').writeFileSync(${JSON.stringify(marker)}, String(process.pid)); setInterval(() => {}, 1000)`,
    });
    const { folder, provide } = createStore();
    const [first, second] = [new AbortController(), new AbortController()];
    const firstResult = provide('test-slow', version, first.signal).catch((error: unknown) => error);
    const secondResult = provide('test-slow', version, second.signal).catch((error: unknown) => error);
    const pid = () => (existsSync(marker) ? Number(readFileSync(marker, 'utf8')) : 0);
    await expect.poll(pid, SLOW).toBeGreaterThan(0);
    first.abort(new Error('first'));
    expect(await firstResult).toEqual(new Error('first'));
    expect(isAlive(pid())).toBe(true);
    second.abort(new Error('second'));
    expect(await secondResult).toEqual(new Error('second'));
    expect(isAlive(pid())).toBe(false);
    expect(installedIn(folder)).toEqual([]);
  });

  it('removes at start what dead agents left, and nothing of living ones', async () => {
    const folder = temporaryFolder();
    const startedAtMs = Math.round(performance.timeOrigin);
    const living = [`.installing-${process.pid}-${startedAtMs}-a`, '.installing-1-5-b', 'test@1.0.0_linux'];
    const dead = [`.installing-${process.pid}-5-c`, '.installing-99999999-5-d'];
    for (const name of [...living, ...dead]) mkdirSync(join(folder, name, 'sub'), { recursive: true });
    createStore(folder);
    await expect.poll(() => [...installedIn(folder)].sort(), SLOW).toEqual(living.toSorted());
  });
});
