import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { listProcesses, readProcFile } from '@node-unit/resource-usage';

import { DataFolderError } from './prepareDataFolder.js';

const ENDING_MS = 5_000;

/**
 * Removes what a server that was killed has left behind. Its number may belong to another process by now, which
 * PostgreSQL would take for a running server.
 *
 * @throws DataFolderError if a server works on the data
 */
export async function clearStalePid(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  const pid = pidIn(file);
  if (pid === undefined) return;
  const deadlineMs = performance.now() + ENDING_MS;
  // A server whose starter was killed is being ended by its guard.
  while (isServer(pid, dataDir)) {
    if (performance.now() > deadlineMs) {
      throw new DataFolderError(`a PostgreSQL server works in ${dataDir} already: process ${pid}`);
    }
    await delay(50);
  }
  await rm(file, { force: true });
}

function pidIn(file: string): number | undefined {
  try {
    const [line = ''] = readFileSync(file, 'utf8').split('\n');
    return Number(line) || undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process of that number is a server that was started with this data. */
function isServer(pid: number, dataDir: string): boolean {
  const hasProc = listProcesses() !== undefined;
  const words = hasProc ? readProcFile(pid, 'cmdline').replaceAll('\0', ' ') : commandOf(pid);
  return words.includes(`-D ${dataDir} `);
}

function commandOf(pid: number): string {
  return `${spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout} `;
}
