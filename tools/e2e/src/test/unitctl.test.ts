import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createKeyPair } from '@node-unit/protocol';
import { beforeAll, describe, expect, it } from 'vitest';

import { type CommandRun, unitctl } from './unitctl.js';
import { useCluster } from './useCluster.js';

const SLOW = { timeout: 30_000, interval: 200 };
const IDLE = `console.log('version ' + require('./package.json').version, process.argv.slice(2).join(' '));
console.error('an error line');
process.on('SIGTERM', () => process.exit(0));
setInterval(() => {}, 1000);`;
const ESCAPES = '\u001b]0;owned\u0007\u001b[2J<img src=x onerror=alert(1)>';
const cluster = useCluster();

/** A package in the folder of the cluster, whose entry is this program. */
function writePackage(name: string, version: string, program: string): string {
  const folder = join(cluster().local.folder, `${name}-${version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version }));
  writeFileSync(join(folder, 'index.js'), program);
  return `file:${folder}`;
}

/** With the key of the operator, through the host. */
function run(...words: readonly string[]): Promise<CommandRun> {
  return unitctl(cluster().local, words, { OPERATOR_KEY: cluster().local.operatorKey.privateKey });
}

async function json(...words: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  return JSON.parse((await run(...words, '-o', 'json')).output) as readonly Record<string, unknown>[];
}

describe('the command line of an operator', { timeout: 180_000 }, () => {
  let first = '';

  beforeAll(async () => {
    await cluster().join(['one', 'two', 'three']);
    first = writePackage('web', '1.0.0', IDLE);
  });

  it('adds copies under a name, waits until they run, and lists them', async () => {
    const { exitCode, output } = await run('add', 'web', '--package', 'web', '--version', first, '--replicas', '3');
    expect([exitCode, output]).toEqual([0, expect.stringContaining('+ web/2')]);
    expect(await json('ls', 'web')).toMatchObject([
      { label: 'web/0', state: 'running', resolved_version: '1.0.0' },
      { label: 'web/1', state: 'running' },
      { label: 'web/2', state: 'running' },
    ]);
    expect((await run('ls')).output).toMatch(/^NAME +PACKAGE +STATE/);
    expect((await run('nodes')).output).toMatch(/one +online +1 /);
  });

  it('refuses to change anything without the key, with another key, and says what to do', async () => {
    const without = await unitctl(cluster().local, ['scale', 'web', '9']);
    expect([without.exitCode, without.errorText]).toEqual([
      1,
      expect.stringMatching(/only an operator .*unitctl key create/),
    ]);
    const other = await unitctl(cluster().local, ['rm', 'web'], { OPERATOR_KEY: createKeyPair().privateKey });
    expect([other.exitCode, other.errorText]).toEqual([1, expect.stringContaining('OPERATOR_PUBLIC_KEYS')]);
    expect(await json('ls', 'web')).toHaveLength(3);
  });

  it('reads logs of all copies, and of one stream', async () => {
    const { output } = await run('logs', 'web');
    for (const replica of [0, 1, 2]) expect(output).toContain(`web/${replica} | version 1.0.0`);
    const errors = await run('logs', 'web/1', '--stderr');
    expect(errors.output).toBe('an error line\n');
    expect((await run('logs', 'web/1', '--tail', '0')).output).toBe('');
  });

  it('rolls out copy by copy, stops at the first that fails, and goes back', async () => {
    const second = writePackage('web', '2.0.0', IDLE);
    expect((await run('rollout', 'web', '--version', second)).exitCode).toBe(0);
    expect((await json('ls', 'web')).map((row) => row['resolved_version'])).toEqual(['2.0.0', '2.0.0', '2.0.0']);
    const broken = writePackage('web', '3.0.0', 'process.exit(3)');
    const failed = await run('rollout', 'web', '--version', broken);
    expect([failed.exitCode, failed.errorText]).toEqual([1, expect.stringMatching(/crash_looping.*2 not touched/)]);
    expect((await run('rollout', 'web', '--undo')).exitCode).toBe(0);
    expect((await json('ls', 'web')).map((row) => row['resolved_version'])).toEqual(['2.0.0', '2.0.0', '2.0.0']);
  });

  it('scales, restarts, disables and enables', async () => {
    expect((await run('scale', 'web', '4')).exitCode).toBe(0);
    const before = await json('ls', 'web/3');
    expect((await run('restart', 'web/3', '--reason', 'a test')).exitCode).toBe(0);
    const after = await json('ls', 'web/3');
    expect(after[0]?.['pid']).not.toBe(before[0]?.['pid']);
    expect((await run('events', 'web/3')).output).toContain('restart: a test');
    expect((await run('scale', 'web', '3')).output).toContain('- web/3');
    expect((await run('disable', 'web/0')).exitCode).toBe(0);
    await expect.poll(() => json('ls', 'web/0'), SLOW).toMatchObject([{ state: 'disabled' }]);
    expect((await run('enable', 'web/0')).exitCode).toBe(0);
  });

  it('applies a file: shows what would change, changes it, and finds nothing more', async () => {
    const file = join(cluster().local.folder, 'web.yaml');
    writeFileSync(file, `- name: web\n  package: web\n  args: [hello]\n  env: { SECRET: hunter2 }\n`);
    const dry = await run('apply', '-f', file, '--dry-run');
    expect([dry.exitCode, dry.output]).toEqual([1, expect.stringContaining('env.SECRET: – → (set)')]);
    expect(dry.output).not.toContain('hunter2');
    expect((await run('apply', '-f', file)).exitCode).toBe(0);
    expect((await run('apply', '-f', file, '--dry-run')).exitCode).toBe(0);
    writeFileSync(file, '- name: "-x"\n  packge: web\n');
    const wrong = await run('apply', '-f', file);
    expect([wrong.exitCode, wrong.errorText]).toEqual([2, expect.stringMatching(/name: expected.*packge/s)]);
  });

  it('shows hostile texts harmlessly', async () => {
    const hostile = writePackage('hostile', '1.0.0', `console.log(${JSON.stringify(ESCAPES)}); process.exit(1)`);
    await cluster().local.sql(
      `insert into deployment(name, package_name, package_version, command) values ('hostile', $1, $2, '')`,
      [`hostile${ESCAPES}${'x'.repeat(1_000_000)}`, hostile],
    );
    const { output } = await run('ls', 'hostile');
    expect(output).toContain('␛]0;owned␇␛[2J<img');
    expect(output).toContain('characters)');
    expect([...output].filter((character) => character === '\u001b')).toEqual([]);
    await run('rm', 'hostile');
  });

  it('names a node-unit that is silent, and answers all the same', async () => {
    cluster().signal('two', 'SIGSTOP');
    const { output, errorText } = await run('ls');
    cluster().signal('two', 'SIGCONT');
    expect(output).toContain('web/2');
    expect(errorText).toContain('two does not answer');
  });

  it('tells a shell the names that may come next', async () => {
    expect((await run('__complete', 'drain')).output.split('\n').sort()).toEqual(['', 'one', 'three', 'two']);
    expect((await run('__complete', 'logs')).output).toMatch(/^web\nweb\/0$/m);
    const away = await unitctl(cluster().local, ['__complete', 'logs'], { HOST_URL: 'ws://127.0.0.1:1' });
    expect([away.exitCode, away.output]).toEqual([0, '']);
  });

  it.each([
    ['an unknown name', ['describe', 'nobody'], 1, /no node-unit is called|no deployment is called/],
    ['a wrong number', ['scale', 'web', 'many'], 2, /whole number/],
    ['no names', ['logs'], 2, /--all/],
    ['an unknown verb', ['lss'], 2, /ls/],
    ['a reason that is too long', ['drain', 'one', '--reason', 'x'.repeat(501)], 1, /refuses the request: .*reason: /],
    ['both versions', ['rollout', 'web'], 2, /--version <spec> or --undo/],
  ])('says in one line what is wrong with %s', async (_case, words, code, message) => {
    const { exitCode, errorText } = await run(...words);
    expect([exitCode, errorText]).toEqual([code, expect.stringMatching(message)]);
    expect(errorText.split('\n')).toHaveLength(1);
  });
});
