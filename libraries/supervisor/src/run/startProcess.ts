import type { ProcessGroup } from '../group/ProcessGroup.js';
import { spawnProcessGroup } from '../group/spawnProcessGroup.js';
import type { Generation } from '../life/Life.js';
import type { LogStore } from '../logs/LogStore.js';
import type { ProcessUser } from '../users/ProcessUser.js';
import { argumentsOf } from './prepareGeneration.js';

export interface ProcessStart {
  readonly generation: Generation;
  readonly env: Readonly<Record<string, string>>;
  readonly logs: LogStore;
  readonly user: ProcessUser | undefined;
  readonly runId: string;
}

export interface LoggedProcess extends ProcessGroup {
  /** Resolves when the output has ended and is written or dropped. */
  readonly logged: Promise<void>;
}

/**
 * Starts a deployment's process in its package's folder, with its output going into the log.
 *
 * @throws SupervisorError `PROCESS_NOT_STARTED`
 */
export function startProcess({ generation, env, logs, user, runId }: ProcessStart): LoggedProcess {
  const { deployment, installed, program } = generation;
  const group = spawnProcessGroup({
    command: program.command,
    args: argumentsOf(program, deployment),
    cwd: installed.folder,
    env: deployment.command === '' ? env : { ...env, PATH: `${installed.binFolder}:${env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    user,
    runId,
  });
  const { stdout, stderr } = group;
  const log = logs.open(deployment.id, runId);
  for (const [stream, readable] of [['stdout', stdout] as const, ['stderr', stderr] as const]) {
    if (readable !== null) log.follow(readable, stream);
  }
  return { ...group, logged: log.ended.then(() => undefined) };
}
