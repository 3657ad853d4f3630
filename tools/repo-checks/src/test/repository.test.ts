import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { REPOSITORY } from '../index.js';

const TOOLS = join(REPOSITORY, 'tools', 'repo-checks');

function run(script: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(TOOLS, script), ...args], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  return status === 0 ? 'fine' : `${stdout}${stderr}`;
}

describe('the repository', () => {
  it('is formatted (npm run format)', { timeout: 300_000 }, () => {
    expect(run('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')).toBe('fine');
  });

  it('has READMEs whose generated parts are up to date (npm run docs)', { timeout: 180_000 }, () => {
    expect(run('scripts/updateReadmes.mjs', '--verify')).toBe('fine');
  });
});
