import { AppError } from '@node-unit/app-runtime/AppError';

import { readSecretFile } from '../../context/secretFile.js';

interface Sources {
  readonly database?: string;
  readonly databaseFile?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly warn: (line: string) => void;
}

/**
 * The database server that was named; `undefined` if the installation brings its own.
 *
 * @throws AppError if it is none; the message does not quote it, because it may hold a password
 */
export function databaseUri(sources: Sources): string | undefined {
  const { database, warn } = sources;
  const uri = namedUri(sources);
  if (uri === undefined) return undefined;
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new AppError(
      2,
      'the URI of the database is not usable: expected postgres://user:password@server:5432/database',
    );
  }
  if (uri === database && url.password !== '') {
    warn('every user of this machine sees the password in --database: use POSTGRES_URI or --database-file');
  }
  return uri;
}

function namedUri({ database, databaseFile, env, warn }: Sources): string | undefined {
  if (databaseFile !== undefined) return readSecretFile(databaseFile, 'the URI of the database', warn);
  return database ?? (env['POSTGRES_URI']?.trim() || undefined);
}
