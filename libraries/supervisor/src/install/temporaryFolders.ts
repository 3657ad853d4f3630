import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { isProcessAlive } from '../group/isProcessAlive.js';

const PATTERN = /^\.installing-(\d+)-(\d+)-/;
/** Tells this process from an earlier one with the same id, as containers often have. */
const STARTED_AT_MS = Math.round(performance.timeOrigin);

/** The name of a folder that nobody else uses, and that tells whose it is. */
export function temporaryFolderName(): string {
  return `.installing-${process.pid}-${STARTED_AT_MS}-${randomUUID()}`;
}

/** Removes the folders of processes that ended before they could. */
export async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const leftovers = names.filter(isLeftover).map((name) => join(parent, name));
  await Promise.all(leftovers.map((folder) => rm(folder, { recursive: true, force: true })));
}

function isLeftover(name: string): boolean {
  const [, pid, startedAtMs] = PATTERN.exec(name) ?? [];
  if (pid === undefined) return false;
  return Number(pid) === process.pid ? Number(startedAtMs) !== STARTED_AT_MS : !isProcessAlive(Number(pid));
}
