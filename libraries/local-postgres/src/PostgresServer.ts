import { createInterface } from 'node:readline';

import { type ProcessGroup, spawnProcessGroup } from '@node-unit/supervisor';

import type { ServerUser } from './findBinaries.js';

const STOP_GRACE_MS = 10_000;

interface PostgresServerOptions {
  readonly postgres: string;
  readonly dataDir: string;
  readonly port: number;
  readonly user: ServerUser;
  /** Whether what was committed must survive a crash of the machine. */
  readonly isDurable: boolean;
  readonly onLog: (line: string) => void;
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

  public get pid(): number {
    return this.#group?.pid ?? 0;
  }

  /** Resolves when the process that runs now has ended. */
  public get exited(): Promise<void> {
    return this.#group?.gone ?? Promise.resolve();
  }

  /** Resolves when it accepts connections. */
  public async start(): Promise<void> {
    const { postgres, dataDir, port, user, isDurable, onLog } = this.#options;
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
    if (!isDurable) settings.push('fsync=off');
    const group = spawnProcessGroup({
      command: postgres,
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      args: ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    });
    this.#group = group;
    await untilReady(group, onLog);
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
    interrupt(group.pid);
    const timer = setTimeout(() => void group.kill(), STOP_GRACE_MS);
    await group.gone;
    clearTimeout(timer);
  }
}

/** That it has ended by itself is no error. */
function interrupt(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function untilReady(group: ProcessGroup, onLog: (line: string) => void): Promise<void> {
  if (!group.stderr) throw new Error('the log of PostgreSQL is not a pipe');
  const lines = createInterface({ input: group.stderr });
  const log: string[] = [];
  lines.on('line', onLog);
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve();
      // Kept only to explain a failed start; afterwards the pipe is just kept empty.
      else if (log.length < 50) log.push(line);
    });
    void group.exited.then(() => reject(new Error(`PostgreSQL did not start:\n${log.join('\n')}`)));
  });
}
