import type { Deployment } from '@node-unit/deployment';
import { chmodSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

import type { ProcessGroup } from '../group/ProcessGroup.js';
import { spawnProcessGroup } from '../group/spawnProcessGroup.js';
import type { InstalledPackage } from '../install/PackageStore.js';
import type { ProcessUser } from '../users/ProcessUser.js';

export interface ProcessStart {
  readonly deployment: Pick<Deployment, 'id' | 'args' | 'command'>;
  readonly installed: InstalledPackage;
  /** The file that node runs; undefined = the deployment's own command. */
  readonly entry: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly logsDir: string;
  readonly user: ProcessUser | undefined;
}

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * Starts a deployment's process in its package's folder. Its output is appended to `<logsDir>/<id>.log` by the process
 * itself, so nothing is lost when the agent dies. The file stays the agent's, and no other user may read it.
 *
 * @throws SupervisorError `PROCESS_NOT_STARTED`, and errors of the file system
 */
export function startProcess({ deployment, installed, entry, env, logsDir, user }: ProcessStart): ProcessGroup {
  const { id, args, command } = deployment;
  mkdirSync(logsDir, { recursive: true, mode: 0o700 });
  if (user !== undefined) chmodSync(logsDir, 0o700);
  const log = openSync(join(logsDir, `${encodeURIComponent(id)}.log`), O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY);
  try {
    return spawnProcessGroup({
      ...(entry === undefined ? { command, args } : { command: process.execPath, args: [entry, ...args] }),
      cwd: installed.folder,
      env: entry === undefined ? { ...env, PATH: `${installed.binFolder}:${env['PATH'] ?? ''}` } : env,
      stdio: ['ignore', log, log],
      user,
    });
  } finally {
    closeSync(log);
  }
}
