import { stat } from 'node:fs/promises';
import { sep } from 'node:path';

/** Whether every user may enter a folder and all that it lies in. */
export async function isReachableByAll(folder: string): Promise<boolean> {
  const parts = folder.split(sep);
  const folders = parts.map((_part, index) => parts.slice(0, index + 1).join(sep) || sep);
  const modes = await Promise.all(folders.map(async (each) => (await stat(each)).mode));
  return modes.every((mode) => (mode & 0o001) !== 0);
}
