import { chmodSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

import type { ProcessGroup } from '../group/ProcessGroup.js';
import { spawnProcessGroup } from '../group/spawnProcessGroup.js';
import type { Generation } from '../life/Life.js';
import type { ProcessUser } from '../users/ProcessUser.js';
import { argumentsOf } from './prepareGeneration.js';

export interface ProcessStart {
  readonly generation: Generation;
  readonly env: Readonly<Record<string, string>>;
  readonly logsDir: string;
  readonly user: ProcessUser | undefined;
  readonly runId: string;
}

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * Starts a deployment's process in its package's folder. Its output is appended to `<logsDir>/<id>.log` by the process
 * itself, so nothing is lost when the agent dies. The file stays the agent's, and no other user may read it.
 *
 * @throws SupervisorError `PROCESS_NOT_STARTED`, and errors of the file system
 */
export function startProcess({ generation, env, logsDir, user, runId }: ProcessStart): ProcessGroup {
  const { deployment, installed, program } = generation;
  mkdirSync(logsDir, { recursive: true, mode: 0o700 });
  if (user !== undefined) chmodSync(logsDir, 0o700);
  const file = join(logsDir, `${encodeURIComponent(deployment.id)}.log`);
  const log = openSync(file, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY);
  try {
    return spawnProcessGroup({
      command: program.command,
      args: argumentsOf(program, deployment),
      cwd: installed.folder,
      env: deployment.command === '' ? env : { ...env, PATH: `${installed.binFolder}:${env['PATH'] ?? ''}` },
      stdio: ['ignore', log, log],
      user,
      runId,
    });
  } finally {
    closeSync(log);
  }
}
