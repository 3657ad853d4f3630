import { randomUUID } from 'node:crypto';

import { startLocalPostgres } from '@node-unit/local-postgres';
import pg from 'pg';

/** The database of a cluster. */
export interface ClusterDatabase {
  /** Its connection string. */
  uri(): string;
  /** Ends the server as a crash would, and starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Removes what is temporary. */
  stop(): Promise<void>;
}

/** Where the database of a cluster is. */
export interface DatabaseOptions {
  /** Keeps the database in this folder. Default: a temporary one that is removed. */
  readonly dataDir?: string;
  /** A server to use instead of one of our own; it gets a database for this cluster, which is dropped again. */
  readonly serverUri?: string;
  /** Gives up starting and undoes what was started. */
  readonly signal?: AbortSignal;
}

/** @throws DataFolderError if the folder cannot hold a database; Error of the server, if it does not start or refuses */
export async function openClusterDatabase({ serverUri, ...local }: DatabaseOptions): Promise<ClusterDatabase> {
  if (serverUri === undefined) return startLocalPostgres(local);
  const name = `node_unit_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUri, `create database ${name}`);
  const uri = new URL(serverUri);
  uri.pathname = `/${name}`;
  return {
    uri: () => uri.href,
    restart: () => Promise.reject(new Error('this database server is not ours to restart: leave out its address')),
    stop: () => onServer(serverUri, `drop database if exists ${name} with (force)`),
  };
}

async function onServer(uri: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: uri, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
