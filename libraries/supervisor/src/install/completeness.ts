import { execFile } from 'node:child_process';
import { open, readFile, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const MARKER = '.node-unit-complete';
const SYNC_TIMEOUT_MS = 120_000;

/**
 * Marks an installation as complete, when all of it is on the disk: whenever the power fails, a folder with the mark is
 * whole. Its name comes after that.
 */
export async function markComplete(temporary: string, folder: string): Promise<void> {
  await writeOut(temporary);
  const marker = await open(join(temporary, MARKER), 'w', 0o644);
  try {
    await marker.writeFile(basename(folder));
    await marker.sync();
  } finally {
    await marker.close();
  }
}

/** Whether a folder holds a complete installation, also where it has been moved to. */
export async function isComplete(folder: string, movedTo = folder): Promise<boolean> {
  const mark = await readFile(join(movedTo, MARKER), 'utf8').catch(() => undefined);
  return mark === basename(folder);
}

/** Remembers that an installation is in use now. */
export async function touchComplete(folder: string, nowMs: number): Promise<void> {
  await utimes(join(folder, MARKER), nowMs / 1_000, nowMs / 1_000).catch(() => undefined);
}

export function markerOf(folder: string): string {
  return join(folder, MARKER);
}

/** Writes names in a folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** All files of a folder to the disk, by the program for it: one by one would take minutes. */
async function writeOut(folder: string): Promise<void> {
  const run = promisify(execFile);
  await run('sync', ['-f', dirname(folder)], { timeout: SYNC_TIMEOUT_MS }).catch(() => run('sync', []));
}
