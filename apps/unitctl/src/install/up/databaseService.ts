import { AppError } from '@node-unit/app-runtime/AppError';
import { messageOf } from '@node-unit/basics';
import { DataFolderError, type LocalPostgres, NoPostgresError, startLocalPostgres } from '@node-unit/local-postgres';

import type { Service } from './Service.js';

interface DatabaseOptions {
  readonly dataDir: string;
  readonly onLine: (line: string) => void;
}

/** The database of an installation, on this machine. */
export interface DatabaseService extends Service {
  /** With the password; usable as soon as it has been started. */
  uri(): string;
}

export function databaseService({ dataDir, onLine }: DatabaseOptions): DatabaseService {
  let server: LocalPostgres | undefined;
  return {
    name: 'database',
    uri: () => server?.uri() ?? '',
    start: async (signal) => {
      try {
        // What the one before has left in the temporary folder goes.
        await server?.stop();
        const started = await startLocalPostgres({ dataDir, signal, onLog: onLine });
        server = started;
        return { pid: started.pid, ended: started.exited.then(() => 'see its log'), stop: () => started.stop() };
      } catch (cause) {
        throw faultOf(cause);
      }
    },
  };
}

function faultOf(cause: unknown): AppError {
  const message = messageOf(cause).replace(/\s+/g, ' ').trim();
  if (cause instanceof NoPostgresError) {
    return new AppError(2, `${message}; or use a server that there is: POSTGRES_URI=postgres://… unitctl up`, {
      cause,
    });
  }
  return new AppError(cause instanceof DataFolderError ? 2 : 1, message, { cause });
}
