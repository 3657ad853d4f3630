import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Shell, shells } from '../completion/completionScript.js';
import { Folder } from './Folder.js';

let folder: Folder;
const fileOf = (shell: Shell): string => join(folder.path, `unitctl.${shell}`);
beforeAll(() => {
  folder = new Folder();
  for (const shell of shells) writeFileSync(fileOf(shell), folder.run(['completion', shell]).stdout);
  folder.run(['context', 'add', 'prod', '--host-url', 'ws://h']);
});
afterAll(() => folder.remove());

/** What bash offers for a line, whose last word is being typed. */
function offeredFor(...line: readonly string[]): readonly string[] {
  const script = `source ${fileOf('bash')}; unitctl() { ${folder.command().join(' ')} "$@"; }
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _unitctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'unitctl', ...line], {
    env: folder.env,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

const has = (shell: string): boolean => spawnSync(shell, ['-c', ':']).status === 0;

describe('completion', () => {
  it('is what bash uses for unitctl', () => {
    const { stdout } = spawnSync('bash', ['-c', `source ${fileOf('bash')}; complete -p unitctl`], { encoding: 'utf8' });
    expect(stdout).toBe('complete -o default -F _unitctl unitctl\n');
  });

  it.each([
    [['co'], ['context', 'completion']],
    [['context', 'u'], ['use']],
    [
      ['up', '--database'],
      ['--database', '--database-file'],
    ],
    [['context', 'ls', '-o', ''], ['json']],
    [['run', 'h'], ['host']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '-h', '--help'],
    ],
    [['context', 'use', 'p'], ['prod']],
    [['__'], []],
  ])('offers for %j', (line, expected) => {
    expect(offeredFor(...line)).toEqual(expected);
  });

  it.skipIf(!has('zsh'))('is written in zsh', () => {
    expect(spawnSync('zsh', ['-n', fileOf('zsh')], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it.skipIf(!has('fish'))('offers the same in fish', () => {
    const start = `function unitctl; ${folder.command().join(' ')} $argv; end; source ${fileOf('fish')}`;
    for (const [line, expected] of [
      ['unitctl comp', ['completion']],
      ['unitctl context use p', ['prod']],
    ] as const) {
      const script = `${start}; complete -C '${line}'`;
      const { stdout, stderr } = spawnSync('fish', ['-N', '-c', script], {
        cwd: folder.path,
        env: folder.env,
        encoding: 'utf8',
      });
      expect([stdout.trim().split('\n').sort(), stderr]).toEqual([expected, '']);
    }
  });
});
