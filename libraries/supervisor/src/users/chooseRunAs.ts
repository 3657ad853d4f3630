import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { chmod, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

import { SupervisorError } from '../SupervisorError.js';
import { decideRunAs, type RunAsChoice, type RunAsFacts } from './decideRunAs.js';
import { findSetpriv } from './findSetpriv.js';
import { hasCapabilities, isIsolated } from './readStatus.js';
import type { RunAs } from './RunAs.js';
import { runAsUser } from './runAsUser.js';
import { CLAIMS_DIR } from './UidClaims.js';
import { knownIdsWithin, readKnownIds, type UidRange } from './UidRange.js';

const run = promisify(execFile);

/**
 * What {@link chooseRunAs} is asked.
 *
 * @beta
 */
export interface RunAsQuestion {
  /** `auto`, `agent`, or the name or number of a user. */
  readonly setting: string;
  readonly range: UidRange;
  /** Made if it does not exist. The users must be able to enter it. */
  readonly workspaceDir: string;
}

/**
 * Finds out whom deployments can run as on this machine, by trying it.
 *
 * @throws SupervisorError `RUN_AS_REFUSED`, in one line, if the setting cannot be honoured
 * @beta
 */
export async function chooseRunAs({ setting, range, workspaceDir }: RunAsQuestion): Promise<RunAsChoice> {
  const choice = decideRunAs(setting, await gatherFacts(setting, range));
  if (choice.runAs.kind === 'agent') return choice;
  await expectReachable(choice.runAs, workspaceDir);
  return choice;
}

async function gatherFacts(setting: string, range: UidRange): Promise<RunAsFacts> {
  const agentUid = process.geteuid?.() ?? 0;
  const user = setting === 'auto' || setting === 'agent' ? undefined : await findUser(setting);
  return { agentUid, user, range, knownIds: await readConflicts(range), obstacle: await findObstacle(user, range) };
}

async function findUser(name: string): Promise<RunAsFacts['user']> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (what) => Number((await run('id', [what, name])).stdout)),
    );
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  } catch {
    // A number need not have a name.
    return /^\d+$/.test(name) ? { uid: Number(name), gid: Number(name) } : undefined;
  }
}

async function readConflicts(range: UidRange): Promise<RunAsFacts['knownIds']> {
  const texts = await Promise.all(['/etc/passwd', '/etc/group'].map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.flatMap((text) => knownIdsWithin(range, readKnownIds(text)));
}

/** Why processes cannot run as another user; undefined if it was tried and works. */
async function findObstacle(user: RunAsFacts['user'], range: UidRange): Promise<string | undefined> {
  const missing = (await findMissing()) ?? (user === undefined ? await findClosedClaims() : undefined);
  if (missing !== undefined) return missing;
  const { uid, gid } = user ?? { uid: range.last, gid: range.last };
  const { stdout, complaint } = await runAsUser(uid, ['/bin/cat', '/proc/self/status'], gid);
  return isIsolated(stdout, uid) ? undefined : `a trial as the user ${uid} failed (${complaint || 'no reason given'})`;
}

async function findMissing(): Promise<string | undefined> {
  if (findSetpriv() === undefined) return 'this machine has no setpriv (part of util-linux on Linux)';
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  if (hasCapabilities(status)) return undefined;
  return `it runs as the user ${process.geteuid?.()} and may not start processes of others`;
}

/** Only root can make the folder by itself. */
async function findClosedClaims(): Promise<string | undefined> {
  try {
    await mkdir(CLAIMS_DIR, { recursive: true });
    const { uid } = await stat(CLAIMS_DIR);
    return uid === process.geteuid?.() ? undefined : `"${CLAIMS_DIR}" belongs to the user ${uid}`;
  } catch (error) {
    return `"${CLAIMS_DIR}" cannot be made: ${(error as Error).message}`;
  }
}

const TRIAL = 'for folder; do [ -x "$folder" ] || { echo "$folder"; exit 1; }; done';

async function expectReachable(runAs: Exclude<RunAs, { kind: 'agent' }>, workspaceDir: string): Promise<void> {
  await openWorkspace(workspaceDir);
  const { uid, gid } = runAs.kind === 'user' ? runAs : { uid: runAs.range.last, gid: runAs.range.last };
  const places = [
    {
      what: 'the workspace',
      path: await realpath(workspaceDir),
      advice: 'set NODE_UNIT_WORKSPACE_DIR to another folder',
    },
    { what: 'Node.js', path: await realpath(process.execPath), advice: 'install Node.js elsewhere' },
  ];
  for (const { what, path, advice } of places) {
    const { stdout } = await runAsUser(uid, ['/bin/sh', '-c', TRIAL, 'sh', ...pathsTo(path)], gid);
    const closed = stdout.trim();
    if (closed === '') continue;
    const remedy = `Open it with chmod o+x, ${advice}, or set NODE_UNIT_RUN_AS=agent to run deployments as the agent's user.`;
    throw new SupervisorError(
      'RUN_AS_REFUSED',
      `the users of deployments may not enter "${closed}", where ${what} is. ${remedy}`,
    );
  }
}

/** The workspace is the agent's own, so the agent opens it; what it lies in is for a person to decide about. */
async function openWorkspace(workspaceDir: string): Promise<void> {
  await mkdir(workspaceDir, { recursive: true });
  const { mode, uid } = await stat(workspaceDir);
  const wanted = (mode | constants.S_IXUSR | constants.S_IXGRP | constants.S_IXOTH) & 0o7777;
  if (uid === process.geteuid?.() && wanted !== (mode & 0o7777)) await chmod(workspaceDir, wanted);
}

function pathsTo(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...pathsTo(parent), path];
}
