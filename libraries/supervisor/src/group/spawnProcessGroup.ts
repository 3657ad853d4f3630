import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';

import { SupervisorError } from '../SupervisorError.js';
import { dropPrivileges } from '../users/dropPrivileges.js';
import { findSetpriv } from '../users/findSetpriv.js';
import { commandStart } from './commandStart.js';
import { GUARDED_START } from './guardedStart.js';
import { killRun } from './killRun.js';
import type { ProcessExit, ProcessGroup, ProcessGroupOptions } from './ProcessGroup.js';
import { sendSignal } from './sendSignal.js';

/**
 * Starts a command as the leader of a process group and session of its own, which ends with this process.
 *
 * @remarks
 * When this process ends, even by SIGKILL, everything that the command started is killed at once. That holds from the
 * first moment on, and also for processes that left the group, as long as they kept `NODE_UNIT_RUN_ID` (only where
 * there is a `/proc`). Processes that both leave the group and clear their environment are out of reach, unless the run
 * has a dedicated user. If somebody kills the guard, the group is killed.
 *
 * A command that cannot be executed is started as far as this function can tell, says why on its standard error and
 * exits with 127 (not found) or 126.
 *
 * @throws SupervisorError `PROCESS_NOT_STARTED`
 * @beta
 */
export function spawnProcessGroup(options: ProcessGroupOptions): ProcessGroup {
  const { runId = randomUUID() } = options;
  const child = spawnGuarded(options, runId);
  const pid = child.pid;
  const guard = child.stdio?.[3] as Readable | undefined;
  if (pid === undefined || guard === undefined) throw notStarted(options);

  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const dedicatedUid = options.user?.isDedicated ? options.user.uid : undefined;
  const gone = exited.then(() => killRun({ groupId: pid, runId, dedicatedUid }));
  const ready = new Promise<void>((resolve) => guard.once('data', () => resolve()).once('close', () => resolve()));
  // An error means that the other end is gone, which is what 'close' says.
  guard.on('error', () => undefined).on('close', () => killUnguarded(child, pid));

  const kill = (): Promise<void> => {
    killUnguarded(child, pid);
    return gone;
  };
  const stop = async (graceMs: number): Promise<void> => {
    await ready;
    if (hasEnded(child)) return gone;
    // The group number cannot belong to others yet: the main process has not been waited for.
    sendSignal(-pid, 'SIGTERM');
    sendSignal(-pid, 'SIGCONT');
    const timer = setTimeout(() => void kill(), graceMs);
    await exited;
    clearTimeout(timer);
    return gone;
  };
  let stopping: Promise<void> | undefined;
  const { stdin, stdout, stderr } = child;
  return { pid, runId, stdin, stdout, stderr, exited, gone, kill, stop: (graceMs) => (stopping ??= stop(graceMs)) };
}

/** The shell sees nothing of the command's environment, because it may have more privileges than the command. */
const SHELL_ENV = { PATH: '/usr/bin:/bin' };

function spawnGuarded(options: ProcessGroupOptions, runId: string): ChildProcess {
  const { command, args = [], cwd, env, uid, gid, stdio = ['ignore', 'ignore', 'ignore'] } = options;
  const { script, words, input } = commandStart(env, runId);
  const guarded = [GUARDED_START, 'sh', runId, ...privilegeArguments(options), script, ...words, command, ...args];
  const child = spawn('/bin/sh', ['-c', ...guarded], {
    cwd,
    detached: true,
    stdio: [...stdio, 'pipe', 'pipe'],
    env: SHELL_ENV,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  const environment = child.stdio?.[4] as Writable | undefined;
  // The process may have ended before it reads, which 'exit' says.
  environment?.on('error', () => undefined).end(input);
  // A failure to start is seen at once by the missing process id.
  return child.on('error', () => undefined);
}

/** What drops the privileges, and the dedicated user: empty texts if there is none. */
function privilegeArguments(options: ProcessGroupOptions): readonly [drop: string, dedicatedUid: string] {
  const { user } = options;
  if (user === undefined) return ['', ''];
  const setpriv = findSetpriv();
  if (setpriv === undefined) throw notStarted(options, 'the program setpriv (util-linux), which changes the user');
  return [dropPrivileges(user, setpriv).join(' '), user.isDedicated ? String(user.uid) : ''];
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Only until the main process has ended: what is left then is the sweep's work. */
function killUnguarded(child: ChildProcess, groupId: number): void {
  if (!hasEnded(child)) sendSignal(-groupId, 'SIGKILL');
}

const EXISTING_FOLDER = 'an existing folder that may be entered, and free process and file numbers';

function notStarted({ cwd, command }: ProcessGroupOptions, expected = EXISTING_FOLDER): SupervisorError {
  const message =
    `"${command}" was not started in "${cwd}": expected ${expected}. ` +
    'Check that it exists, and the limits of the machine (ulimit -a).';
  return new SupervisorError('PROCESS_NOT_STARTED', message);
}
