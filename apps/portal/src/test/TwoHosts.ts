import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  isolatedEnvironment,
  type Program,
  startHostProgram,
  startProgram,
  startStorageProgram,
  whenServing,
} from '@node-unit/local-cluster';
import { type LocalPostgres, startLocalPostgres } from '@node-unit/local-postgres';
import { connectTerminal, type JsonSchema, type Message, type Terminal, type TerminalInfo } from '@node-unit/protocol';
import { Client } from 'pg';
import { filter, firstValueFrom, timeout } from 'rxjs';

const DEADLINE_MS = 40_000;

/** The side of a bridge. */
export type Side = 'own' | 'external';

/** What a row says. */
export interface Row {
  readonly isImport: boolean;
  readonly filterSchema: unknown;
  readonly url?: string;
}

/** Two hosts, a database and its storage on the first of them, all real processes. Portals are started by the tests. */
export class TwoHosts {
  readonly #terminals: Terminal[] = [];
  readonly #programs: Program[] = [];
  readonly #hosts = new Map<Side, { program: Program; readonly port: number }>();
  readonly #postgres: LocalPostgres;
  readonly #folder: string;
  #storage: Program | undefined;

  private constructor(postgres: LocalPostgres, folder: string) {
    this.#postgres = postgres;
    this.#folder = folder;
  }

  public static async start(): Promise<TwoHosts> {
    const hosts = new TwoHosts(await startLocalPostgres(), await mkdtemp(join(tmpdir(), 'node-unit-portal-')));
    await Promise.all([hosts.#startHost('own', 0), hosts.#startHost('external', 0)]);
    await hosts.#startStorage();
    return hosts;
  }

  public url(side: Side): string {
    return `ws://127.0.0.1:${this.#hosts.get(side)?.port}`;
  }

  public async startPortal(env: Readonly<Record<string, string>> = {}): Promise<Program> {
    const portal = startProgram({
      name: 'portal',
      entry: fileURLToPath(new URL('../cli.js', import.meta.url)),
      cwd: this.#folder,
      env: { ...isolatedEnvironment(this.#folder), HOST_URL: this.url('own'), ...env },
    });
    this.#programs.push(portal);
    await portal.logged('HostConnection', ({ state }) => state === 'connected');
    return portal;
  }

  /** A terminal of the test, when it is connected. */
  public async connect(side: Side, name: string): Promise<Terminal> {
    const terminal = connectTerminal({ hostUrl: this.url(side), name });
    this.#terminals.push(terminal);
    await firstValueFrom(
      terminal.connection$.pipe(
        filter(({ state }) => state === 'connected'),
        timeout(DEADLINE_MS),
      ),
    );
    return terminal;
  }

  public async sql(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.#postgres.uri() });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Inserts an enabled row and gives its id. */
  public async insert({ isImport, filterSchema, url = this.url('external') }: Row): Promise<string> {
    const [row] = await this.sql(
      `insert into portal_config (external_host_url, is_import, filter_schema, enabled)
       values ($1, $2, $3, true) returning id`,
      [url, isImport, JSON.stringify(filterSchema)],
    );
    return String(row?.['id']);
  }

  public async restartHost(side: Side): Promise<void> {
    const host = this.#hosts.get(side);
    host?.program.signal('SIGTERM');
    await host?.program.exited;
    await this.#startHost(side, host?.port ?? 0);
  }

  /** Ends storage and database, and starts both again. */
  public async restartStorage(): Promise<void> {
    this.#storage?.signal('SIGKILL');
    await this.#storage?.exited;
    await this.#postgres.restart();
    await this.#startStorage();
  }

  /** Ends what a test has started and empties the table. */
  public async clear(): Promise<void> {
    await Promise.all(this.#terminals.splice(0).map((terminal) => terminal.dispose()));
    for (const portal of this.#programs.splice(0)) {
      portal.signal('SIGTERM');
      await portal.exited;
    }
    await this.sql('delete from portal_config');
  }

  public async stop(): Promise<void> {
    for (const program of [this.#storage, ...[...this.#hosts.values()].map((host) => host.program)]) {
      program?.signal('SIGKILL');
      await program?.exited;
    }
    await this.#postgres.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #startHost(side: Side, wantedPort: number): Promise<void> {
    const program = startHostProgram(this.#folder, wantedPort);
    const { port } = await program.logged('HostListening');
    this.#hosts.set(side, { program, port: Number(port) });
  }

  async #startStorage(): Promise<void> {
    const settings = { folder: this.#folder, hostUrl: this.url('own') };
    this.#storage = startStorageProgram(settings, this.#postgres.uri());
    await whenServing(this.#storage);
  }
}

/** The methods that portals offer on a host. */
export function portalMethods(terminals: readonly TerminalInfo[]): readonly string[] {
  const portals = terminals.filter(({ tags }) => tags?.['portal'] === 'true');
  return portals
    .flatMap(({ terminal_id, serviceInfo = {} }) => {
      const own = ['Ping', 'Metrics', `HandShake/${terminal_id}`];
      const methods = Object.values(serviceInfo).map(({ method }) => method);
      return methods.filter((method) => !own.includes(method));
    })
    .sort();
}

/** Resolves when portals offer exactly these methods where `terminal` is. */
export async function untilOffered(terminal: Terminal, methods: readonly string[]): Promise<void> {
  const wanted = JSON.stringify([...methods].sort());
  const fits = terminal.terminalInfos$.pipe(
    filter((terminals) => JSON.stringify(portalMethods(terminals)) === wanted),
    timeout(DEADLINE_MS),
  );
  await firstValueFrom(fits);
}

/** Offers a service that says who answered. */
export function offerEcho(terminal: Terminal, method: string, schema: JsonSchema = {}): void {
  terminal.offerService({ method, schema }, ({ req }) => [{ res: { code: 0, message: 'OK', data: { method, req } } }]);
}

/** What a session says, without its addresses. */
export function contentOf({ event, frame, res, done }: Message): unknown {
  return event?.type ?? frame ?? res?.code ?? (done ? 'done' : 'alive');
}
