import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';

import { SupervisorError } from '../SupervisorError.js';
import { dropPrivileges } from '../users/dropPrivileges.js';
import { findSetpriv } from '../users/findSetpriv.js';
import { commandStart } from './commandStart.js';
import { killRun } from './killRun.js';
import type { ProcessExit, ProcessGroup, ProcessGroupOptions } from './ProcessGroup.js';
import { ProcessGuard } from './ProcessGuard.js';
import { sendSignal } from './sendSignal.js';

/** One for all runs of this process. */
const guard = new ProcessGuard();

/**
 * Starts a command as the leader of a process group and session of its own, which ends with this process.
 *
 * @remarks
 * When this process ends, even by SIGKILL, everything that the command started is killed at once. That holds from the
 * first moment on, and also for processes that left the group, as long as they kept `NODE_UNIT_RUN_ID` (only where
 * there is a `/proc`). Processes that both leave the group and clear their environment are out of reach, unless the run
 * has a dedicated user. That is the work of a guard, a process of its own; if somebody kills it, another one takes over.
 *
 * A command that cannot be executed is started as far as this function can tell, says why on its standard error and
 * exits with 127 (not found) or 126.
 *
 * @throws SupervisorError `PROCESS_NOT_STARTED`
 * @beta
 */
export function spawnProcessGroup(options: ProcessGroupOptions): ProcessGroup {
  const { runId = randomUUID() } = options;
  const run = { runId, dedicatedUid: options.user?.isDedicated ? options.user.uid : undefined };
  const drop = privilegeWords(options);
  const { child, pid, start, input } = spawnWaiting(options, drop, runId);
  const killGroup = (): void => killUnlessEnded(child, pid);

  // It begins when it is told its environment. A failure to tell it means that it has ended, which 'exit' says.
  start.on('error', () => undefined);
  void guard.keep({ groupId: pid, ...run, drop, onUnguarded: killGroup }).then(() => start.end(input));
  const ready = new Promise<void>((resolve) => start.once('data', () => resolve()).once('close', () => resolve()));

  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const gone = exited.then(() => killRun({ groupId: pid, ...run })).then(() => guard.release({ groupId: pid, runId }));

  const kill = (): Promise<void> => {
    killGroup();
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

/** What drops the privileges sees nothing of the command's environment, which may name libraries to load. */
const START_ENV = { PATH: '/usr/bin:/bin' };

interface WaitingProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Where it waits for `input`. */
  readonly start: Duplex;
  readonly input: string;
}

/** @throws SupervisorError `PROCESS_NOT_STARTED` */
function spawnWaiting(options: ProcessGroupOptions, drop: readonly string[], runId: string): WaitingProcess {
  const { command, args = [], cwd, env, uid, gid, stdio = ['ignore', 'ignore', 'ignore'] } = options;
  const { script, words, input } = commandStart(env, runId);
  if (!guard.open()) throw notStarted(options);
  const [program = '', ...programArgs] = [...drop, '/bin/sh', '-c', script, 'sh', runId, ...words, command, ...args];
  const child = spawn(program, programArgs, {
    cwd,
    detached: true,
    stdio: [...stdio, 'pipe'],
    env: START_ENV,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  // A failure to start is seen at once by the missing process id.
  child.on('error', () => undefined);
  const { pid } = child;
  if (pid === undefined) throw notStarted(options);
  return { child, pid, start: child.stdio[3] as Duplex, input };
}

/** The words before a command that runs as another user. */
function privilegeWords(options: ProcessGroupOptions): readonly string[] {
  const { user } = options;
  if (user === undefined) return [];
  const setpriv = findSetpriv();
  if (setpriv === undefined) throw notStarted(options, 'the program setpriv (util-linux), which changes the user');
  return dropPrivileges(user, setpriv);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Only until the main process has ended: what is left then is the sweep's work. */
function killUnlessEnded(child: ChildProcess, groupId: number): void {
  if (!hasEnded(child)) sendSignal(-groupId, 'SIGKILL');
}

const EXISTING_FOLDER = 'an existing folder that may be entered, and free process and file numbers';

function notStarted({ cwd, command }: ProcessGroupOptions, expected = EXISTING_FOLDER): SupervisorError {
  const message =
    `"${command}" was not started in "${cwd}": expected ${expected}. ` +
    'Check that it exists, and the limits of the machine (ulimit -a).';
  return new SupervisorError('PROCESS_NOT_STARTED', message);
}
