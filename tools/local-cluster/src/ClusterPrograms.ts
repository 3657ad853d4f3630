import { setTimeout as delay } from 'node:timers/promises';
import { rm, writeFile } from 'node:fs/promises';

import { type DeploymentReplica, watchReplica } from '@node-unit/deployment';
import { openPostgresDeploymentStore } from '@node-unit/deployment-postgres';
import { connectTerminal, type KeyPair, type Terminal } from '@node-unit/protocol';
import { type NodeUnit, nodeUnitsOf } from '@node-unit/fleet';
import pg from 'pg';
import { BehaviorSubject, map, type Observable, Subject } from 'rxjs';

import type { ClusterDatabase } from './ClusterDatabase.js';
import type { LocalCluster, NodeUnitOptions, NodeUnitRecord } from './LocalCluster.js';
import type { Program } from './Program.js';
import {
  addressOf,
  type HostTokens,
  startHostProgram,
  startNodeUnitProgram,
  startStorageProgram,
  whenServing,
} from './programs.js';
import { type RunningProcesses, withoutNodeUnit, withRecord } from './runningProcesses.js';
import { SAMPLE_DEPLOYMENT } from './sampleDeployment.js';

const STOP_GRACE_MS = 8_000;

interface StartedPrograms {
  readonly folder: string;
  readonly hostUrl: string;
  readonly hostToken: string;
  readonly tokenFile: string;
  readonly storageEnv: Readonly<Record<string, string>>;
  readonly operatorKey: KeyPair;
  readonly host: Program;
  readonly storage: Program;
  readonly postgres: ClusterDatabase;
}

/** The cluster as processes that were started, watched by an observer of its own. */
export class ClusterPrograms implements LocalCluster {
  public readonly hostUrl: string;
  public readonly postgresUri: string;
  public readonly operatorKey: KeyPair;
  public readonly folder: string;
  public readonly replica$: Observable<DeploymentReplica>;
  public readonly nodeUnits$: Observable<readonly NodeUnit[]>;
  public readonly processes$ = new BehaviorSubject<RunningProcesses>(new Map());
  public readonly records$ = new Subject<NodeUnitRecord>();
  public readonly nodeUnits = new Map<string, Program>();
  public readonly started: Program[];

  readonly #parts: StartedPrograms;
  readonly #observer: Terminal;
  readonly #pool: pg.Pool;
  #hostTokens: HostTokens;
  #host: Program;
  #storage: Program;
  #stopped: Promise<void> | undefined;

  public constructor(started: StartedPrograms) {
    this.#parts = started;
    this.started = [started.host, started.storage];
    this.#host = started.host;
    this.#storage = started.storage;
    this.folder = started.folder;
    this.operatorKey = started.operatorKey;
    this.hostUrl = started.hostUrl;
    this.#hostTokens = { token: started.hostToken };
    this.postgresUri = started.postgres.uri();
    this.#observer = connectTerminal({ hostUrl: started.hostUrl, hostToken: () => this.hostToken, name: 'observer' });
    this.#pool = new pg.Pool({ connectionString: this.postgresUri, max: 2 });
    // A connection that breaks while idle, when the database restarts, is replaced.
    this.#pool.on('error', () => undefined);
    this.replica$ = watchReplica(openPostgresDeploymentStore({ uri: this.postgresUri }));
    this.nodeUnits$ = this.#observer.terminalInfos$.pipe(map(nodeUnitsOf));
  }

  public get hostToken(): string {
    return this.#hostTokens.token;
  }

  public get tokenFile(): string {
    return this.#parts.tokenFile;
  }

  public async replaceHostToken(token: string): Promise<void> {
    this.#hostTokens = { token, previous: this.hostToken };
    await writeFile(this.tokenFile, token);
    await this.restartHost(0);
  }

  public addressOf(name: string): string {
    return addressOf(name, this.folder);
  }

  public startNodeUnit(options: NodeUnitOptions): Program {
    const program = startNodeUnitProgram(this.#parts, options);
    this.started.push(program);
    this.nodeUnits.set(options.name, program);
    program.records$.subscribe((record) => {
      this.processes$.next(withRecord(this.processes$.value, options.name, record));
      this.records$.next({ nodeUnit: options.name, record });
    });
    void program.exited.then(() => {
      this.processes$.next(withoutNodeUnit(this.processes$.value, options.name));
      if (this.nodeUnits.get(options.name) === program) this.nodeUnits.delete(options.name);
    });
    return program;
  }

  public async sql(text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    return (await this.#pool.query<Record<string, unknown>>(text, [...values])).rows;
  }

  public async insertSamples(count: number): Promise<readonly string[]> {
    const rows = await this.sql(
      `insert into deployment (package_name, package_version, command, args)
       select $1, $2, '', jsonb_build_array('sample ' || number) from generate_series(1, $3) as number returning id`,
      [SAMPLE_DEPLOYMENT.packageName, SAMPLE_DEPLOYMENT.packageVersion, count],
    );
    return rows.map((row) => String(row['id']));
  }

  public async restartHost(awayMs: number): Promise<void> {
    this.#host.signal('SIGTERM');
    await this.#host.exited;
    await delay(awayMs);
    this.#host = startHostProgram(this.folder, Number(new URL(this.hostUrl).port), this.#hostTokens);
    this.started.push(this.#host);
    await this.#host.logged('HostListening');
  }

  public async restartStorage(): Promise<void> {
    this.#storage.signal('SIGKILL');
    await this.#storage.exited;
    this.#storage = startStorageProgram(this.#parts, this.postgresUri);
    this.started.push(this.#storage);
    await whenServing(this.#storage);
  }

  public async restartDatabase(): Promise<void> {
    await this.#parts.postgres.restart();
  }

  public stop(): Promise<void> {
    return (this.#stopped ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    await this.#observer.dispose();
    await Promise.all([...this.nodeUnits.values()].map(endInTime));
    await endInTime(this.#storage);
    await endInTime(this.#host);
    await this.#pool.end();
    await this.#parts.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** SIGTERM, so that a stop in order is the usual way; whatever does not end in time is killed. */
async function endInTime(program: Program): Promise<void> {
  const killer = setTimeout(() => trySignal(program, 'SIGKILL'), STOP_GRACE_MS);
  // A program that is stopped hears SIGTERM only when it continues.
  trySignal(program, 'SIGTERM');
  trySignal(program, 'SIGCONT');
  await program.exited;
  clearTimeout(killer);
}

function trySignal(program: Program, name: NodeJS.Signals): void {
  try {
    program.signal(name);
  } catch {
    // It has ended, which is what the signal is for.
  }
}
