/** Where the server keeps its data, and for how long it may go on starting. */
export interface LocalPostgresOptions {
  /** Kept after `stop`, and used again if there is a database in it. Default: a temporary folder that is removed. */
  readonly dataDir?: string;
  /** Ends what is under way to start it. */
  readonly signal?: AbortSignal;
}

/** A running server, on a free port of the loopback address. */
export interface LocalPostgres {
  readonly port: number;
  /** The connection string of a database; without a name of the default one. */
  uri(database?: string): string;
  /** Makes an empty database and gives its connection string. */
  createDatabase(name: string): Promise<string>;
  /** Ends the server as a crash would, and starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends the server and removes what is temporary. May be called again. */
  stop(): Promise<void>;
}
