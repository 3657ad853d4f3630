import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startLocalPostgres } from '@node-unit/local-postgres';

import { ClusterPrograms } from './ClusterPrograms.js';
import type { LocalCluster } from './LocalCluster.js';
import { startHostProgram, startStorageProgram } from './programs.js';

/** What can be chosen. */
export interface LocalClusterOptions {
  /** Keeps the database in this folder. Default: a temporary one that is removed. */
  readonly dataDir?: string;
  /** Port of the host. Default: any that is free. */
  readonly port?: number;
  /** Hears what is being started, for a person who waits. */
  readonly onProgress?: (step: string) => void;
}

/**
 * Starts database, host and storage as processes of their own, and resolves when they work together.
 *
 * @throws Error with the words of the program that failed; nothing is left then
 */
export async function startLocalCluster(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const { dataDir, port = 0, onProgress = () => undefined } = options;
  const folder = await mkdtemp(join(tmpdir(), 'node-unit-cluster-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    await chmod(folder, 0o755);
    onProgress('starting the host');
    const host = startHostProgram(folder, port);
    undo.unshift(() => endProgram(host));
    const listening = await host.logged('HostListening');
    onProgress('starting PostgreSQL');
    const postgres = await startLocalPostgres(dataDir === undefined ? {} : { dataDir });
    undo.unshift(() => postgres.stop());
    onProgress('starting the storage');
    const hostUrl = `ws://127.0.0.1:${String(listening['port'])}`;
    const storage = startStorageProgram({ folder, hostUrl }, postgres.uri());
    undo.unshift(() => endProgram(storage));
    await storage.logged('HostConnection', (record) => record['state'] === 'connected');
    return new ClusterPrograms({ folder, hostUrl, host, storage, postgres });
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

async function endProgram(program: { signal(name: NodeJS.Signals): void; exited: Promise<unknown> }): Promise<void> {
  try {
    program.signal('SIGKILL');
  } catch {
    // It has ended by itself.
  }
  await program.exited;
}
