import { chown, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import getPort from 'get-port';
import { Client, escapeIdentifier } from 'pg';

import { findBinaries, type PostgresBinaries, type ServerUser, serverUser } from './findBinaries.js';
import type { LocalPostgres, LocalPostgresOptions } from './LocalPostgres.js';
import { makeTemporaryFolder } from './makeTemporaryFolder.js';
import { prepareDataFolder } from './prepareDataFolder.js';
import { PASSWORD, PostgresServer } from './PostgresServer.js';
import { runToEnd } from './runToEnd.js';

/**
 * Starts a server. As root it runs as `nobody`; nothing is installed and no user is made. It dies with this process.
 *
 * @throws DataFolderError if the folder that was named cannot hold a database; Error with the server's own words if it
 * does not start
 */
export async function startLocalPostgres(options: LocalPostgresOptions = {}): Promise<LocalPostgres> {
  const user = serverUser();
  const { signal } = options;
  const temporaryDir = await makeTemporaryFolder('node-unit-postgres-');
  const removeTemporary = (): Promise<void> => rm(temporaryDir, { recursive: true, force: true });
  try {
    const binaries = await findBinaries(user, temporaryDir);
    const dataDir = resolve(options.dataDir ?? join(temporaryDir, 'data'));
    await prepareDataFolder(dataDir, user);
    if (!(await isInitialised(dataDir))) await initialise(binaries, dataDir, { user, temporaryDir, signal });
    signal?.throwIfAborted();
    const server = new PostgresServer({ postgres: binaries.postgres, dataDir, port: await getPort(), user });
    await server.start();
    return describe(server, removeTemporary);
  } catch (error) {
    await removeTemporary();
    throw error;
  }
}

function describe(server: PostgresServer, removeTemporary: () => Promise<void>): LocalPostgres {
  const uri = (database = 'postgres'): string =>
    `postgres://postgres:${PASSWORD}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`;
  return {
    port: server.port,
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

async function isInitialised(dataDir: string): Promise<boolean> {
  return stat(join(dataDir, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

interface InitialiseOptions {
  readonly user: ServerUser;
  readonly temporaryDir: string;
  readonly signal: AbortSignal | undefined;
}

async function initialise(
  binaries: PostgresBinaries,
  dataDir: string,
  { user, temporaryDir, signal }: InitialiseOptions,
): Promise<void> {
  const passwordFile = join(temporaryDir, 'password');
  await writeFile(passwordFile, PASSWORD, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  const flags = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await runToEnd(
    binaries.initdb,
    [`--pgdata=${dataDir}`, ...flags, '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    { user, signal },
  );
  await rm(passwordFile);
}
