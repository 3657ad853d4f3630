import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));

function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('node-unit-portal', () => {
  it('explains itself', () => {
    expect(run(['--version'], {})).toEqual({ status: 0, output: '0.1.0\n' });
    expect(run(['--help'], {}).output).toContain('TERMINAL_PRIVATE_KEY');
  });

  it.each([
    ['no host', {}, 'HOST_URL is not set'],
    ['a host that is none', { HOST_URL: 'http://x' }, 'HOST_URL=<secret> is not allowed'],
    ['a key that is none', { HOST_URL: 'ws://x', TERMINAL_PRIVATE_KEY: 'geheim' }, 'TERMINAL_PRIVATE_KEY=<secret>'],
  ])('refuses %s with one line and exit code 2', (_case, env, line) => {
    const { status, output } = run([], env);
    expect(status).toBe(2);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toContain(line);
    expect(output).not.toContain('geheim');
  });
});
