import type { Deployment } from '@node-unit/deployment';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

import type { ProcessGroup } from '../group/ProcessGroup.js';
import { spawnProcessGroup } from '../group/spawnProcessGroup.js';
import type { InstalledPackage } from '../install/PackageStore.js';

export interface ProcessStart {
  readonly deployment: Pick<Deployment, 'id' | 'args' | 'command'>;
  readonly installed: InstalledPackage;
  /** The file that node runs; undefined = the deployment's own command. */
  readonly entry: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly logsDir: string;
}

/**
 * Starts a deployment's process in its package's folder. Its output is appended to `<logsDir>/<id>.log` by the process
 * itself, so nothing is lost when the agent dies.
 *
 * @throws SupervisorError `PROCESS_NOT_STARTED`, and errors of the file system
 */
export function startProcess({ deployment, installed, entry, env, logsDir }: ProcessStart): ProcessGroup {
  const { id, args, command } = deployment;
  mkdirSync(logsDir, { recursive: true });
  const log = openSync(join(logsDir, `${encodeURIComponent(id)}.log`), 'a');
  try {
    return spawnProcessGroup({
      ...(entry === undefined ? { command, args } : { command: process.execPath, args: [entry, ...args] }),
      cwd: installed.folder,
      env: entry === undefined ? { ...env, PATH: `${installed.binFolder}:${env['PATH'] ?? ''}` } : env,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}
