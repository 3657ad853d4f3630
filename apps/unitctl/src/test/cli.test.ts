import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Folder } from './Folder.js';

let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());

const modeOf = (...path: readonly string[]): number => statSync(join(folder.path, ...path)).mode & 0o777;

describe('unitctl', () => {
  it('lists its verbs in groups, and explains each', () => {
    const { stdout, status } = folder.run(['--help']);
    for (const text of ['Install:', 'Policies:', 'Examples:', 'Exit codes: 0 = done']) expect(stdout).toContain(text);
    expect(stdout).not.toContain('__complete');
    expect(status).toBe(0);
    expect(folder.run(['help', 'up']).stdout).toContain('--data-dir');
    expect(folder.run(['up', '--help']).stdout).toBe(folder.run(['help', 'up']).stdout);
    expect(folder.run(['--version']).stdout).toBe('0.1.0\n');
  });

  it.each([
    [['contxt'], /^unitctl: unknown command 'contxt' \(Did you mean context\?\) \(see --help\)\n$/],
    [['context', 'lst'], /Did you mean .*ls/],
    [['up', '--prt', '1'], /^unitctl: unknown option '--prt' \(Did you mean --port\?\) \(see --help\)\n$/],
    [['up', '--port', '0'], /Expected a port from 1 to 65535/],
    [['run', 'hst'], /Allowed choices are host, storage, node-unit/],
    [['context', 'use', 'absent'], /^unitctl: there is no context "absent"; known: none yet\n$/],
    [['context', 'add', 'x'], /^unitctl: expected --host-url <url> or --postgres-uri-file <file>\n$/],
    [['context', 'add', 'x', '--host-url', 'ws://h?host_token=secret'], /^unitctl: --host-url must not hold a token/],
    [['join', 'http://h'], /^unitctl: "http:\/\/h" is no URL of a host: expected ws:/],
    [['join'], /^unitctl: expected the URL of the host/],
    [['up', '--database', 'mysql://x'], /^unitctl: the URI of the database is not usable/],
    [['systemd', 'up', '--environment-file', 'x\nExecStart=/bin/sh'], /Expected an absolute path/],
  ])('refuses %j in one line', (args, message) => {
    const { status, stderr, stdout } = folder.run(args);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('    at ');
  });

  it('keeps contexts for this user alone', () => {
    expect(folder.run(['context', 'add', 'prod', '--host-url', 'wss://h', '--token-file', 'token']).status).toBe(0);
    folder.run(['context', 'add', 'tables', '--postgres-uri-file', '/uri']);
    expect([modeOf('config', 'node-unit'), modeOf('config', 'node-unit', 'contexts.json')]).toEqual([0o700, 0o600]);
    folder.run(['context', 'use', 'tables']);
    expect(JSON.parse(folder.run(['context', 'ls', '-o', 'json']).stdout)).toEqual([
      { name: 'prod', current: false, host_url: 'wss://h', host_token_file: join(folder.path, 'token') },
      { name: 'tables', current: true, postgres_uri_file: '/uri' },
    ]);
    expect(folder.run(['context', 'show']).stdout).toContain('postgres uri file: /uri');
    expect(folder.run(['context', 'rm', 'tables']).status).toBe(0);
    expect(folder.run(['context', 'show']).stderr).toMatch(/no context is the current one/);
  });

  it('says where a file of contexts is wrong', () => {
    folder.run(['context', 'add', 'prod', '--host-url', 'wss://h']);
    const path = join(folder.path, 'config/node-unit/contexts.json');
    writeFileSync(path, '{"contexts": {"prod": {"host_url": 1}}}');
    expect(folder.run(['context', 'ls']).stderr).toMatch(/^unitctl: .*contexts\.json is not usable \(contexts\.prod/);
  });

  it('makes keys that only this user may read, and replaces none', () => {
    const { stdout } = folder.run(['key', 'create', 'my.key']);
    expect(modeOf('my.key')).toBe(0o600);
    expect(folder.run(['key', 'show', 'my.key']).stdout).toBe(stdout);
    const again = folder.run(['key', 'create', 'my.key']);
    expect([again.status, again.stderr]).toEqual([2, expect.stringMatching(/EEXIST/)]);
  });

  it('is no failure when its reader has seen enough', () => {
    const [command, ...words] = folder.command('completion', 'bash');
    const { status } = spawnSync('bash', ['-o', 'pipefail', '-c', '"$@" | head -1', 'bash', command, ...words]);
    expect(status).toBe(0);
  });

  it('becomes the program that it runs, which checks its own environment', () => {
    const { status, stderr } = folder.run(['run', 'storage']);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^node-unit-postgres-storage: HOST_URL is not set/)]);
    expect(folder.run(['run', 'host', '--help']).stdout).toContain('HOST_TOKEN_FILE');
    expect(folder.run(['run', '--help']).stdout).toContain('unitctl run');
  });

  it('tells a host that is not reachable by its exit code', () => {
    const { status, stderr } = folder.run(['join', 'ws://127.0.0.1:9', '--data-dir=join'], { HOST_TOKEN: 'x' });
    expect(stderr).toMatch(/^unitctl: the host at ws:\/\/127\.0\.0\.1:9 is not reachable/);
    expect(status).toBe(3);
    expect(existsSync(join(folder.path, 'join/settings.json'))).toBe(false);
  });
});
