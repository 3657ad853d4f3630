import { createInterface } from 'node:readline';

import { type ProcessGroup, spawnProcessGroup } from '@node-unit/supervisor';

import type { ServerUser } from './findBinaries.js';

/** The server listens on the loopback address only, and lives as long as a test. */
export const PASSWORD = 'local-only';

const STOP_GRACE_MS = 10_000;

interface PostgresServerOptions {
  readonly postgres: string;
  readonly dataDir: string;
  readonly port: number;
  readonly user: ServerUser;
}

/** The server's process. */
export class PostgresServer {
  public readonly port: number;
  readonly #options: PostgresServerOptions;
  #group: ProcessGroup | undefined;

  public constructor(options: PostgresServerOptions) {
    this.#options = options;
    this.port = options.port;
  }

  /** Resolves when it accepts connections. */
  public async start(): Promise<void> {
    const { postgres, dataDir, port, user } = this.#options;
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=200'];
    const group = spawnProcessGroup({
      command: postgres,
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      args: ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    });
    this.#group = group;
    await untilReady(group);
  }

  /** As if somebody had killed it: no connection is closed in order. */
  public async crash(): Promise<void> {
    await this.#group?.kill();
    this.#group = undefined;
  }

  /** A fast shutdown: SIGINT to the first process only; clients are disconnected, what was committed is kept. */
  public async stop(): Promise<void> {
    const group = this.#group;
    if (!group) return;
    this.#group = undefined;
    process.kill(group.pid, 'SIGINT');
    const timer = setTimeout(() => void group.kill(), STOP_GRACE_MS);
    await group.gone;
    clearTimeout(timer);
  }
}

async function untilReady(group: ProcessGroup): Promise<void> {
  if (!group.stderr) throw new Error('the log of PostgreSQL is not a pipe');
  const lines = createInterface({ input: group.stderr });
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve();
      // Kept only to explain a failed start; afterwards the pipe is just kept empty.
      else if (log.length < 50) log.push(line);
    });
    void group.exited.then(() => reject(new Error(`PostgreSQL did not start:\n${log.join('\n')}`)));
  });
}
