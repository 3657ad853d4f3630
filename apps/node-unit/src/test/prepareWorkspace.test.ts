import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';

import { prepareWorkspace } from '../deployments/prepareWorkspace.js';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'workspace-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe(prepareWorkspace.name, () => {
  it('makes the workspace, and leaves nothing else there', async () => {
    const workspace = join(folder(), 'a', 'b');
    await prepareWorkspace(workspace);
    expect(existsSync(workspace)).toBe(true);
  });

  it('ends the program with one line and exit code 2 if the workspace cannot be written', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const env = {
      PATH: process.env['PATH'],
      HOST_URL: 'ws://127.0.0.1:9',
      NODE_UNIT_WORKSPACE_DIR: join(file, 'below'),
    };
    const { status, stderr } = spawnSync(process.execPath, [CLI], { env, encoding: 'utf8' });
    expect([status, stderr.trim().split('\n')]).toEqual([2, [expect.stringContaining('NODE_UNIT_WORKSPACE_DIR')]]);
  });

  it.each([undefined, '/', '/nonexistent'])(
    'starts with the home %j when the workspace is somewhere else',
    async (home) => {
      const env = {
        PATH: process.env['PATH'],
        HOST_URL: 'ws://127.0.0.1:9',
        NODE_UNIT_WORKSPACE_DIR: folder(),
        ...(home !== undefined && { HOME: home }),
      };
      const nodeUnit = spawn(process.execPath, [CLI], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(nodeUnit, 'exit');
      onTestFinished(async () => {
        nodeUnit.kill('SIGKILL');
        await exited;
      });
      let output = '';
      nodeUnit.stdout.on('data', (chunk) => (output += String(chunk)));
      await expect.poll(() => output).toContain('"event":"NodeUnitStarted"');
      expect(existsSync('/nonexistent')).toBe(false);
    },
  );
});
