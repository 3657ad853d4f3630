import type { DeploymentReplica } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';
import type { KeyPair } from '@node-unit/protocol';
import type { Observable } from 'rxjs';

import type { LogRecord, Program } from './Program.js';
import type { RunningProcesses } from './runningProcesses.js';

/** How a node-unit is started. */
export interface NodeUnitOptions {
  readonly name: string;
  /** Added to the environment that every program gets, or replacing a part of it. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs it, for example in a network namespace of its own. */
  readonly launcher?: readonly string[];
  /** Its working directory, where it looks for a claim policy. Default: the folder of the cluster. */
  readonly cwd?: string;
}

/** What a node-unit has logged. */
export interface NodeUnitRecord {
  readonly nodeUnit: string;
  readonly record: LogRecord;
}

/** A cluster on this machine: database, host and storage, and as many node-units as were started. */
export interface LocalCluster {
  readonly hostUrl: string;
  /** What members must know now. */
  readonly hostToken: string;
  /** Contains the token; the programs read it at every connection. */
  readonly tokenFile: string;
  readonly postgresUri: string;
  /** Of an operator whom the storage knows. */
  readonly operatorKey: KeyPair;
  /** Where everything of it is kept, apart from a data folder that was named. */
  readonly folder: string;
  /** The table, as an independent observer sees it. Replays the current value. */
  readonly replica$: Observable<DeploymentReplica>;
  /** The node-units that the host lists. Replays the current value. */
  readonly nodeUnits$: Observable<readonly NodeUnit[]>;
  /** The processes of deployments, by node-unit name and deployment id. Replays the current value. */
  readonly processes$: Observable<RunningProcesses>;
  /** What node-units log from now on. */
  readonly records$: Observable<NodeUnitRecord>;
  /** Every program that was started, in order; the first two are the host and the storage. */
  readonly started: readonly Program[];
  /** The node-units that have been started and have not ended, by name. */
  readonly nodeUnits: ReadonlyMap<string, Program>;
  /** The address of a node-unit of this cluster. */
  addressOf(name: string): string;
  /** Resolves when the process is there, which is before it has joined. */
  startNodeUnit(options: NodeUnitOptions): Program;
  /** Runs one statement, as an operator would. */
  sql(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Inserts deployments of the sample package and gives their ids. */
  insertSamples(count: number): Promise<readonly string[]>;
  /** Ends the host, stays without for a while, and starts it on the same port. */
  restartHost(awayMs: number): Promise<void>;
  /** Gives the members another token, and restarts the host with it; the host accepts the one before as well. */
  replaceHostToken(token: string): Promise<void>;
  /** Kills the storage and starts it again; resolves when it serves. */
  restartStorage(): Promise<void>;
  /** Ends the database as a crash would, and starts it on the same port. */
  restartDatabase(): Promise<void>;
  /** Ends everything and removes the folder. May be called again. */
  stop(): Promise<void>;
}
