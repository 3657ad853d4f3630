import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

import getPort from 'get-port';

import { DataFolderError } from './prepareDataFolder.js';

/**
 * The password of the server, in a file beside its data that only this user may read. It is random: with a fixed one,
 * every process of the machine could log in as its superuser.
 *
 * @throws DataFolderError if there is data, but no password
 */
export function keptPassword(dataDir: string, isInitialised: boolean): string {
  const file = `${dataDir}.password`;
  const kept = readText(file);
  if (kept !== undefined) return kept;
  if (isInitialised) {
    throw new DataFolderError(`the database in ${dataDir} has no password: restore ${file}, or choose another folder`);
  }
  const password = createPassword();
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return password;
}

export function createPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** The port of the server, chosen once; another one only if somebody else has taken it meanwhile. */
export async function keptPort(dataDir: string): Promise<number> {
  const file = `${dataDir}.port`;
  const kept = Number(readText(file));
  if (await isFree(kept)) return kept;
  const port = await getPort();
  writeFileSync(file, `${port}\n`, { mode: 0o644 });
  return port;
}

/** Asked of the system: get-port gives no port twice to one process, which may start its server again. */
async function isFree(port: number): Promise<boolean> {
  if (!(port > 0 && port < 65_536)) return false;
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
