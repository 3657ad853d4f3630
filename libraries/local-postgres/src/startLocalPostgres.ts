import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import getPort from 'get-port';
import { Client, escapeIdentifier } from 'pg';

import { clearStalePid } from './clearStalePid.js';
import { findBinaries, serverUser } from './findBinaries.js';
import { initialise } from './initialise.js';
import { createPassword, keptPassword, keptPort } from './keptFiles.js';
import type { LocalPostgres, LocalPostgresOptions } from './LocalPostgres.js';
import { makeTemporaryFolder } from './makeTemporaryFolder.js';
import { prepareDataFolder } from './prepareDataFolder.js';
import { PostgresServer } from './PostgresServer.js';

/**
 * Starts a server. As root it runs as `nobody`; nothing is installed and no user is made. It dies with this process.
 *
 * @throws DataFolderError if the folder that was named cannot hold a database; NoPostgresError if there are no programs
 * to start; Error with the server's own words if it does not start
 */
export async function startLocalPostgres(options: LocalPostgresOptions = {}): Promise<LocalPostgres> {
  const temporaryDir = await makeTemporaryFolder('node-unit-postgres-');
  const removeTemporary = (): Promise<void> => rm(temporaryDir, { recursive: true, force: true });
  try {
    const { server, password } = await start(options, temporaryDir);
    return describe(server, password, removeTemporary);
  } catch (error) {
    await removeTemporary();
    throw error;
  }
}

interface Started {
  readonly server: PostgresServer;
  readonly password: string;
}

async function start(options: LocalPostgresOptions, temporaryDir: string): Promise<Started> {
  const { signal, onLog = () => undefined } = options;
  const user = serverUser();
  const isDurable = options.dataDir !== undefined;
  const dataDir = resolve(options.dataDir ?? join(temporaryDir, 'data'));
  const major = majorOf(dataDir);
  const binaries = await findBinaries({ user, temporaryDir, major });
  await prepareDataFolder(dataDir, user);
  await clearStalePid(dataDir);
  const password = isDurable ? keptPassword(dataDir, major !== undefined) : createPassword();
  const port = isDurable ? await keptPort(dataDir) : await getPort();
  if (major === undefined) await initialise(binaries, { dataDir, password, isDurable, user, temporaryDir, signal });
  signal?.throwIfAborted();
  const server = new PostgresServer({ postgres: binaries.postgres, dataDir, port, user, isDurable, onLog });
  await server.start();
  return { server, password };
}

function describe(server: PostgresServer, password: string, removeTemporary: () => Promise<void>): LocalPostgres {
  const uri = (database = 'postgres'): string =>
    `postgres://postgres:${password}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`;
  return {
    port: server.port,
    get pid() {
      return server.pid;
    },
    get exited() {
      return server.exited;
    },
    uri,
    createDatabase: async (name) => {
      const client = new Client({ connectionString: uri() });
      await client.connect();
      try {
        await client.query(`create database ${escapeIdentifier(name)}`);
      } finally {
        await client.end();
      }
      return uri(name);
    },
    restart: async () => {
      await server.crash();
      await server.start();
    },
    stop: async () => {
      await server.stop();
      await removeTemporary();
    },
  };
}

/** The version of the server that has made the data; `undefined` if there is none yet. */
function majorOf(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}
