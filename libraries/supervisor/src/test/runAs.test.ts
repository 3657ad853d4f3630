import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { chooseRunAs } from '../index.js';
import { temporaryFolder } from './packages.js';
import { canIsolate, TEST_RANGE } from './users.js';

const ask = (setting: string, workspaceDir = temporaryFolder()) =>
  chooseRunAs({ setting, range: TEST_RANGE, workspaceDir });

describe(chooseRunAs.name, () => {
  it('refuses a user that does not exist', async () => {
    await expect(ask('no-such-user')).rejects.toThrow('NODE_UNIT_RUN_AS=no-such-user: there is no such user');
  });

  it('accepts the own user, by whatever name', async () => {
    const own = { runAs: { kind: 'agent' } };
    expect([await ask('agent'), await ask(String(process.getuid?.()))]).toEqual([own, own]);
  });

  it.runIf(canIsolate)('chooses the range, and a user by name or number', async () => {
    expect(await ask('auto')).toEqual({ runAs: { kind: 'range', range: TEST_RANGE } });
    expect(await ask('nobody')).toMatchObject({ runAs: { kind: 'user', uid: 65_534 } });
    expect(await ask('4711')).toEqual({ runAs: { kind: 'user', uid: 4_711, gid: 4_711 } });
  });

  it.runIf(!canIsolate)('says why deployments are not kept apart', async () => {
    expect(await ask('auto')).toMatchObject({ runAs: { kind: 'agent' }, notIsolated: expect.any(String) as string });
  });

  it.runIf(canIsolate)('opens the workspace, and names the folder above it that is closed', async () => {
    const parent = temporaryFolder();
    const workspace = join(parent, 'workspace');
    chmodSync(parent, 0o755);
    mkdirSync(workspace, { mode: 0o700 });
    await ask('auto', workspace);
    expect(statSync(workspace).mode & 0o777).toBe(0o711);
    chmodSync(parent, 0o700);
    await expect(ask('auto', workspace)).rejects.toThrow(`may not enter "${parent}", where the workspace is`);
  });
});
