import {
  allRunning,
  type ClusterPicture,
  createWaiter,
  type LocalCluster,
  type LogRecord,
  wantedDeployments,
} from '@node-unit/local-cluster';

/** One change of address, as the database recorded it. */
export interface AddressEvent {
  readonly deploymentId: string;
  readonly previousAddress: string;
  readonly address: string;
}

/** A cluster, and the facts that tests wait for. */
export class TestCluster {
  public readonly local: LocalCluster;
  readonly #records = new Map<string, LogRecord[]>();
  readonly #signal: AbortSignal;
  readonly #expectedEnds: string[] = [];

  public constructor(local: LocalCluster, signal: AbortSignal = new AbortController().signal) {
    this.local = local;
    this.#signal = signal;
  }

  /** Resolves with the first picture that is as wanted; rejects when a node-unit ends that should not. */
  public until(what: string, accepts: (picture: ClusterPicture) => boolean): Promise<ClusterPicture> {
    const waiter = createWaiter(this.local, this.#signal);
    for (const name of this.#expectedEnds) waiter.expectEnd(name);
    return waiter.until(what, accepts);
  }

  /** Starts node-units and resolves when all are online. */
  public async join(
    names: readonly string[],
    env: Readonly<Record<string, string>> = {},
    launcher?: readonly string[],
  ): Promise<void> {
    for (const name of names) {
      const records: LogRecord[] = [];
      this.#records.set(name, records);
      this.local
        .startNodeUnit({ name, env, ...(launcher && { launcher }) })
        .records$.subscribe((record) => records.push(record));
    }
    await this.until(`${names.join(', ')} are online`, ({ nodeUnits }) =>
      names.every((name) => nodeUnits.some((nodeUnit) => nodeUnit.name === name)),
    );
  }

  /** Sends a signal to a node-unit alone; if it ends of it, that is as it should be. */
  public signal(name: string, signal: NodeJS.Signals): void {
    this.#expectedEnds.push(name);
    const program = this.local.nodeUnits.get(name);
    if (!program) throw new Error(`${name} is not running`);
    program.signal(signal);
  }

  /** Inserts sample deployments and resolves when everything runs. */
  public async runSamples(count: number): Promise<ClusterPicture> {
    const ids = await this.local.insertSamples(count);
    return this.until('all samples run', (picture) => {
      const present = new Set(wantedDeployments(picture).map(({ id }) => id));
      return ids.every((id) => present.has(id)) && allRunning(picture);
    });
  }

  /** Who held what, in order. */
  public async history(): Promise<readonly AddressEvent[]> {
    const rows = await this.local.sql(
      `select deployment_id, previous_address, address from deployment_event where kind = 'address' order by id`,
    );
    return rows.map((row) => ({
      deploymentId: String(row['deployment_id']),
      previousAddress: String(row['previous_address']),
      address: String(row['address']),
    }));
  }

  /** What a node-unit has logged so far under one name. */
  public logged(name: string, event: string): readonly LogRecord[] {
    return (this.#records.get(name) ?? []).filter((record) => record.event === event);
  }
}
