import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { PostgresBinaries, ServerUser } from './findBinaries.js';
import { runToEnd } from './runToEnd.js';

interface InitialiseOptions {
  readonly dataDir: string;
  readonly password: string;
  readonly isDurable: boolean;
  readonly user: ServerUser;
  readonly temporaryDir: string;
  readonly signal: AbortSignal | undefined;
}

/** Makes the data of a server whose superuser has this password. Throws an Error with the words of initdb if it fails. */
export async function initialise({ initdb }: PostgresBinaries, options: InitialiseOptions): Promise<void> {
  const { dataDir, password, isDurable, user, temporaryDir, signal } = options;
  const passwordFile = join(temporaryDir, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  const flags = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  if (!isDurable) flags.push('--no-sync');
  await runToEnd(initdb, [`--pgdata=${dataDir}`, ...flags, '--encoding=UTF8', '--locale=C', '--no-instructions'], {
    user,
    signal,
  });
  await rm(passwordFile);
}
