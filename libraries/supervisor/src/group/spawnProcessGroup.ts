import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';

import { SupervisorError } from '../SupervisorError.js';
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
 * there is a `/proc`). Processes that become another user or both leave the group and clear their environment are
 * out of reach. If somebody kills the guard, the group is killed.
 *
 * A command that cannot be executed is started as far as this function can tell, says why on its standard error and
 * exits with 127 (not found) or 126.
 *
 * @throws SupervisorError `PROCESS_NOT_STARTED`
 * @beta
 */
export function spawnProcessGroup(options: ProcessGroupOptions): ProcessGroup {
  const runId = randomUUID();
  const child = spawnGuarded(options, runId);
  const pid = child.pid;
  const guard = child.stdio?.[3] as Readable | undefined;
  if (pid === undefined || guard === undefined) throw notStarted(options);

  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const gone = exited.then(() => killRun(pid, runId));
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

function spawnGuarded(options: ProcessGroupOptions, runId: string): ChildProcess {
  const { command, args = [], cwd, env, uid, gid, stdio = ['ignore', 'ignore', 'ignore'] } = options;
  const names = Object.keys(env).filter((name) => !/^[A-Za-z_]\w*$/.test(name));
  // A shell may drop variables whose names are not its own; env sets them again.
  const variables = names.length > 0 ? ['env', ...names.map((name) => `${name}=${env[name]}`)] : [];
  const child = spawn('/bin/sh', ['-c', GUARDED_START, 'sh', runId, ...variables, command, ...args], {
    cwd,
    detached: true,
    stdio: [...stdio, 'pipe'],
    env: Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'NODE_UNIT_RUN_ID')),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  // A failure to start is seen at once by the missing process id.
  return child.on('error', () => undefined);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Only until the main process has ended: what is left then is the sweep's work. */
function killUnguarded(child: ChildProcess, groupId: number): void {
  if (!hasEnded(child)) sendSignal(-groupId, 'SIGKILL');
}

function notStarted({ cwd, command }: ProcessGroupOptions): SupervisorError {
  const message =
    `"${command}" was not started in "${cwd}": expected an existing folder that may be entered, ` +
    'and free process and file numbers. Check that the folder exists and the limits of the machine (ulimit -a).';
  return new SupervisorError('PROCESS_NOT_STARTED', message);
}
