import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readProcFile } from '@node-unit/resource-usage';

import { DataFolderError } from './prepareDataFolder.js';

const NAME = 'lock';

/** The place of the start time among the fields after the name; see proc(5). */
const START_TIME = 19;

/**
 * Takes a folder for this process alone, until it releases it or ends, by whatever signal.
 *
 * @returns What releases it.
 * @throws DataFolderError that names the process that has it
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, NAME);
  const mine = holderOf(process.pid);
  const prepared = `${file}.${randomUUID()}`;
  writeFileSync(prepared, mine, { flag: 'wx' });
  try {
    // Of those that find a lock whose holder has ended, one succeeds; the others see its lock then.
    while (!tryLink(prepared, file)) removeIfEnded(folder, file);
  } finally {
    rmSync(prepared, { force: true });
  }
  return () => {
    if (readText(file) === mine) rmSync(file, { force: true });
  };
}

/** A process is known by its number and its start, because numbers are used again. */
function holderOf(pid: number): string {
  const stat = readProcFile(pid, 'stat');
  const afterName = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  // One that nobody has waited for yet has ended all the same.
  return /^[ZX]/.test(afterName[0] ?? '') ? `${pid} ended` : `${pid} ${afterName[START_TIME] ?? ''}`;
}

function tryLink(prepared: string, file: string): boolean {
  try {
    linkSync(prepared, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfEnded(folder: string, file: string): void {
  const holder = readText(file);
  if (holder === undefined) return;
  const pid = Number(holder.split(' ')[0]);
  if (isAlive(pid) && holderOf(pid) === holder) {
    throw new DataFolderError(`${folder} is in use by process ${pid}: stop it first, or choose another folder`);
  }
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Somebody may have taken the folder since it was looked at: that lock goes back.
  if (readText(aside) !== holder) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
