import { text } from 'node:stream/consumers';

import { spawnProcessGroup } from '../group/spawnProcessGroup.js';
import type { Generation } from '../life/Life.js';
import { findProgram } from '../run/findProgram.js';
import type { ProcessUser } from '../users/ProcessUser.js';
import type { ProbeCommand } from './probe.js';

const LAST_CHARACTERS = 300;

export interface ProbedProcess {
  readonly generation: Generation;
  readonly env: Readonly<Record<string, string>>;
  readonly user: ProcessUser | undefined;
  readonly enableCustomCommand: boolean;
}

/**
 * Runs health commands as the process that they check: with its user, folder and environment. The same commands are
 * allowed as for deployments.
 */
export function probeByCommand({ generation, env, user, enableCustomCommand }: ProbedProcess): ProbeCommand {
  const { installed } = generation;
  return async ([command = '', ...args], signal) => {
    const program = await findProgram({ installed, command, enableCustomCommand });
    const group = spawnProcessGroup({
      command: program.command,
      args: [...program.args, ...args],
      cwd: installed.folder,
      env,
      // What else runs as this user is the process itself, which must outlive the check.
      user: user && { ...user, isDedicated: false },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const kill = (): void => void group.kill();
    signal.addEventListener('abort', kill);
    try {
      const complaint = group.stderr === null ? Promise.resolve('') : text(group.stderr);
      const { exitCode, signal: endedBy } = await group.exited;
      await group.gone;
      signal.throwIfAborted();
      if (exitCode === 0) return undefined;
      const said = (await complaint).trim().slice(-LAST_CHARACTERS);
      return `the command ${JSON.stringify(command)} ended with ${endedBy ?? exitCode}${said === '' ? '' : `: ${said}`}`;
    } finally {
      signal.removeEventListener('abort', kill);
    }
  };
}
