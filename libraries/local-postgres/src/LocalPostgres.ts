/** Where the server keeps its data, and for how long it may go on starting. */
export interface LocalPostgresOptions {
  /**
   * Kept after `stop`, and used again if there is a database in it. Beside it stand `<dataDir>.password`, which only this
   * user may read, and `<dataDir>.port`. Default: a temporary folder that is removed.
   */
  readonly dataDir?: string;
  /** Ends what is under way to start it. */
  readonly signal?: AbortSignal;
  /** Hears every line that the server logs. */
  readonly onLog?: (line: string) => void;
}

/** A running server, on a port of the loopback address. */
export interface LocalPostgres {
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, by itself or because it was told to. */
  readonly exited: Promise<void>;
  /** The connection string of a database, with the password; without a name of the default one. */
  uri(database?: string): string;
  /** Makes an empty database and gives its connection string. */
  createDatabase(name: string): Promise<string>;
  /** Ends the server as a crash would, and starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends the server and removes what is temporary. May be called again. */
  stop(): Promise<void>;
}
