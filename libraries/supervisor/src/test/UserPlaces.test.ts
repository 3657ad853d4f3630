import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { findUserProcesses } from '../group/findRunProcesses.js';
import { dropPrivileges } from '../users/dropPrivileges.js';
import { findSetpriv } from '../users/findSetpriv.js';
import { runAsUser } from '../users/runAsUser.js';
import type { UidRange } from '../users/UidRange.js';
import { UserPlaces } from '../users/UserPlaces.js';
import { SLOW } from './deployments.js';
import { temporaryFolder } from './packages.js';
import { isAlive } from './processes.js';
import { canIsolate } from './users.js';

const DEAD = '99999999.1';
let nextUid = 1_911_000_000;

/** Two users that no other test has, and folders of their own. */
function prepare() {
  const range: UidRange = { first: nextUid, last: nextUid + 1 };
  nextUid += 2;
  const workspace = temporaryFolder();
  chmodSync(workspace, 0o755);
  const claims = join(workspace, 'claims');
  const users = join(workspace, 'users');
  const open = () => new UserPlaces({ kind: 'range', range }, users, claims);
  return { range, workspace, claims, users, open };
}

describe.runIf(canIsolate)(UserPlaces.name, () => {
  it('never gives a user to two at once, also not to two agents, and says when none is left', async () => {
    const { open, range } = prepare();
    const [one, other] = [open(), open()];
    const places = await Promise.all([one.take('a'), other.take('a')]);
    expect(places.map(({ user }) => user?.uid).sort()).toEqual([range.first, range.last]);
    await expect(one.take('b')).rejects.toMatchObject({ code: 'NO_USER_LEFT' });
    await places[0].leave();
    expect((await other.take('b')).user?.uid).toBe(places[0].user?.uid);
  });

  it('leaves nothing of a user when it is given back: processes, home, files in shared folders', async () => {
    const { open, users, claims } = prepare();
    const place = await open().take('a');
    const { uid = 0 } = place.user ?? {};
    const shared = `/tmp/left-by-${uid}`;
    const script = `mkdir -p "${place.home}/a" ${shared}/b; chmod 0 "${place.home}/a"; setsid sleep 1000 </dev/null >/dev/null 2>&1 &`;
    await runAsUser(uid, ['/bin/sh', '-c', script]);
    await expect.poll(() => [existsSync(shared), findUserProcesses(uid).length], SLOW).toEqual([true, 1]);
    await place.leave();
    expect([existsSync(shared), findUserProcesses(uid)]).toEqual([false, []]);
    expect([readdirSync(users), readdirSync(claims)]).toEqual([[], []]);
  });

  it('clears up after an agent that was killed, before its user is used again', async () => {
    const { open, users, claims, workspace, range } = prepare();
    const foreign = join(workspace, 'other-workspace');
    mkdirSync(claims, { recursive: true });
    mkdirSync(join(foreign, 'folder/home'), { recursive: true });
    mkdirSync(join(users, `${range.last}.${DEAD}.x`), { recursive: true });
    writeFileSync(join(claims, `${range.first}.${DEAD}`), join(foreign, 'folder'));
    const [program = '', ...args] = [
      ...dropPrivileges({ uid: range.first, gid: 1 }, findSetpriv() ?? ''),
      'sleep',
      '1000',
    ];
    const orphan = spawn(program, args, { stdio: 'ignore', detached: true });
    onTestFinished(() => void orphan.kill('SIGKILL'));
    await expect.poll(() => findUserProcesses(range.first), SLOW).toEqual([orphan.pid]);
    await open().ready;
    expect(isAlive(orphan.pid ?? 0)).toBe(false);
    expect([readdirSync(foreign), readdirSync(users), readdirSync(claims)]).toEqual([[], [], []]);
  });

  it('clears up what is left from before the machine was started, when its user is used for the first time', async () => {
    const { open, range } = prepare();
    const uids = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index);
    const files = uids.map((uid) => join('/tmp', `from-before-${uid}`));
    for (const [index, file] of files.entries()) {
      writeFileSync(file, '');
      chownSync(file, uids[index] ?? 0, uids[index] ?? 0);
    }
    onTestFinished(() => files.forEach((file) => rmSync(file, { force: true })));
    const places = open();
    const place = await places.take('a');
    const { uid = 0 } = place.user ?? {};
    expect(files.map((file) => existsSync(file))).toEqual(uids.map((each) => each !== uid));
    await place.leave();
  });

  it('clears up after many dead agents with a few looks', { timeout: 60_000 }, async () => {
    const { users, claims } = prepare();
    const range = { first: 1_912_000_000, last: 1_912_000_999 };
    mkdirSync(claims, { recursive: true });
    for (let uid = range.first; uid <= range.last; uid += 1) writeFileSync(join(claims, `${uid}.${DEAD}`), '');
    const startedMs = performance.now();
    await new UserPlaces({ kind: 'range', range }, users, claims).ready;
    process.stdout.write(`1,000 dead claims: ${Math.round(performance.now() - startedMs)} ms\n`);
    expect(readdirSync(claims)).toEqual([]);
  });

  it('does not wait for what an agent left that died meanwhile, as long as there is another user', async () => {
    const { open, claims, range } = prepare();
    const places = open();
    const usual = await places.take('a');
    const { uid = 0 } = usual.user ?? {};
    await usual.leave();
    writeFileSync(join(claims, `${uid}.${DEAD}`), '');
    const other = await places.take('a');
    expect(other.user?.uid).toBe(uid === range.first ? range.last : range.first);
    expect(readdirSync(claims)).toContain(`${uid}.${DEAD}`);
    const last = await places.take('a');
    expect(last.user?.uid).toBe(uid);
    expect(readdirSync(claims)).not.toContain(`${uid}.${DEAD}`);
    await Promise.all([other.leave(), last.leave()]);
  });

  it('takes nothing from an agent that lives', async () => {
    const { open, users } = prepare();
    const place = await open().take('a');
    await open().ready;
    expect(readdirSync(users)).toHaveLength(1);
    expect(statSync(place.home ?? '').uid).toBe(place.user?.uid);
    await place.leave();
  });
});
