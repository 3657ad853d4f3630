import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { candidateFolders, embeddedFolder, PLATFORM } from './candidateFolders.js';
import { isReachableByAll } from './isReachableByAll.js';
import { NoPostgresError } from './NoPostgresError.js';

/** The programs of the server. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Its major version: data of one cannot be read by another. */
  readonly major: number;
}

/** The user that the server runs as; `undefined` = the one that we are. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root; this user owns nothing and exists everywhere. */
const NOBODY = { uid: 65_534, gid: 65_534 };

const run = promisify(execFile);

export function serverUser(): ServerUser {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

interface Wanted {
  readonly user: ServerUser;
  /** Where the programs are copied to if the server's user cannot reach them. */
  readonly temporaryDir: string;
  /** Of the data that there is already. */
  readonly major: number | undefined;
}

/**
 * The programs from the package of this platform, else those that are installed on this machine, the newest first.
 * Programs below a private folder are out of reach of another user, so they are copied for one.
 *
 * @throws NoPostgresError if there are none that work, or none of the wanted version
 */
export async function findBinaries({ user, temporaryDir, major }: Wanted): Promise<PostgresBinaries> {
  const isWanted = (found: PostgresBinaries): boolean => major === undefined || found.major === major;
  const embedded = await binariesIn(await embeddedFolder());
  if (embedded && isWanted(embedded)) return reachable(embedded, user, temporaryDir);
  const installed = (await Promise.all((await candidateFolders()).map(binariesIn))).filter(
    (found) => found !== undefined,
  );
  const [newest] = installed.filter(isWanted).sort((a, b) => b.major - a.major);
  if (newest) return reachable(newest, user, temporaryDir);
  const others = [embedded, ...installed].flatMap((found) => (found ? [found.major] : []));
  throw new NoPostgresError(PLATFORM, major, others);
}

/** Undefined if they are not there or do not run, for example because a shared library is missing. */
async function binariesIn(folder: string | undefined): Promise<PostgresBinaries | undefined> {
  if (folder === undefined) return undefined;
  const [postgres, initdb] = [join(folder, 'postgres'), join(folder, 'initdb')];
  try {
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };
    const [{ stdout }] = await Promise.all([
      run(postgres, ['--version'], { env }),
      run(initdb, ['--version'], { env }),
    ]);
    const [, major] = /\(PostgreSQL\) (\d+)/.exec(stdout) ?? [];
    return major === undefined ? undefined : { postgres, initdb, major: Number(major) };
  } catch {
    return undefined;
  }
}

async function reachable(found: PostgresBinaries, user: ServerUser, temporaryDir: string): Promise<PostgresBinaries> {
  const folder = dirname(found.postgres);
  if (user === undefined || (await isReachableByAll(folder))) return found;
  const copy = join(temporaryDir, 'native');
  await cp(dirname(folder), copy, { recursive: true, verbatimSymlinks: true });
  return { ...found, postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') };
}
