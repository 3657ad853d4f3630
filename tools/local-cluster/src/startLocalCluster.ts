import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { makeTemporaryFolder } from '@node-unit/local-postgres';
import { createKeyPair } from '@node-unit/protocol';

import { type DatabaseOptions, openClusterDatabase } from './ClusterDatabase.js';
import { ClusterPrograms } from './ClusterPrograms.js';
import type { LocalCluster } from './LocalCluster.js';
import type { Program } from './Program.js';
import { startHostProgram, startStorageProgram, whenServing } from './programs.js';

/** What can be chosen. */
export interface LocalClusterOptions extends DatabaseOptions {
  /** Port of the host. Default: any that is free. */
  readonly port?: number;
  /** Added to the environment of the storage. */
  readonly storageEnv?: Readonly<Record<string, string>>;
  /** Hears what is being started, for a person who waits. */
  readonly onProgress?: (step: string) => void;
}

/**
 * Starts database, host and storage as processes of their own, and resolves when they work together.
 *
 * @throws DataFolderError, or Error with the words of the program that failed; nothing is left then
 */
export async function startLocalCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const { port = 0, signal, onProgress = () => undefined } = options;
  const operatorKey = createKeyPair();
  const storageEnv = { OPERATOR_PUBLIC_KEYS: operatorKey.publicKey, ...options.storageEnv };
  const folder = await makeTemporaryFolder('node-unit-cluster-');
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const step = (text: string): void => {
    signal?.throwIfAborted();
    onProgress(text);
  };
  const start = (program: Program): Program => {
    undo.unshift(() => endProgram(program));
    const end = (): void => void endProgram(program);
    signal?.addEventListener('abort', end, { once: true });
    void program.exited.then(() => signal?.removeEventListener('abort', end));
    return program;
  };
  try {
    step('starting the host');
    const hostToken = randomUUID();
    const tokenFile = join(folder, 'host-token');
    await writeFile(tokenFile, hostToken, { mode: 0o600 });
    const host = start(startHostProgram(folder, port, { token: hostToken }));
    const listening = await host.logged('HostListening');
    step('starting PostgreSQL');
    const postgres = await openClusterDatabase(options);
    undo.unshift(() => postgres.stop());
    step('starting the storage');
    const hostUrl = `ws://127.0.0.1:${String(listening['port'])}`;
    const storage = start(startStorageProgram({ folder, hostUrl, tokenFile, storageEnv }, postgres.uri()));
    await whenServing(storage);
    signal?.throwIfAborted();
    const parts = { folder, hostUrl, hostToken, tokenFile, storageEnv, operatorKey };
    return new ClusterPrograms({ ...parts, host, storage, postgres });
  } catch (error) {
    for (const undoStep of undo) await undoStep();
    throw error;
  }
}

async function endProgram(program: Program): Promise<void> {
  try {
    program.signal('SIGKILL');
  } catch {
    // It has ended by itself.
  }
  await program.exited;
}
