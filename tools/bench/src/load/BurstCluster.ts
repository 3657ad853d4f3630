import {
  allAssigned,
  allRunning,
  type ClusterPicture,
  createWaiter,
  distribution,
  type LocalCluster,
  type LogRecord,
  startLocalCluster,
  type Waiter,
  wantedDeployments,
} from '@node-unit/local-cluster';

import { insertLoad, LOAD_ENV } from './insertLoad.js';

const DEADLINE_MS = 300_000;

/** What a burst took. */
export interface BurstTimes {
  /** Until all were claimed, in ms. */
  readonly claimedMs: number;
  /** Until all ran, in ms. */
  readonly runningMs: number;
  /** Deployments of the node-unit that has most, minus those of the one that has fewest. */
  readonly difference: number;
}

/** A real cluster whose node-units claim and start many deployments at once. */
export class BurstCluster {
  private constructor(
    private readonly cluster: LocalCluster,
    private readonly waiter: Waiter,
  ) {}

  public static async start(signal: AbortSignal): Promise<BurstCluster> {
    const cluster = await startLocalCluster({ signal });
    return new BurstCluster(cluster, createWaiter(cluster, signal, DEADLINE_MS));
  }

  /** Starts node-units, and resolves when they have joined and their rounds would claim. */
  public async join(names: readonly string[]): Promise<void> {
    const programs = names.map((name) => this.cluster.startNodeUnit({ name, env: LOAD_ENV }));
    const count = this.cluster.nodeUnits.size;
    await this.waiter.until(`${count} node-units have joined`, ({ nodeUnits }) => nodeUnits.length === count);
    const hasSettled = ({ reason }: LogRecord): boolean => reason === 'no_candidate';
    await Promise.all(programs.map((program) => program.logged('DeploymentClaimSkipped', hasSettled)));
  }

  /** Inserts as many deployments, and waits until they run. */
  public async insert(count: number): Promise<BurstTimes> {
    return this.#timesOf(
      () => insertLoad(this.cluster, count),
      (picture) => wantedDeployments(picture).length === count,
    );
  }

  /** Kills a node-unit, and waits until what it held runs elsewhere. */
  public async kill(name: string): Promise<BurstTimes> {
    const address = this.cluster.addressOf(name);
    this.waiter.expectEnd(name);
    return this.#timesOf(
      () => {
        this.cluster.nodeUnits.get(name)?.signal('SIGKILL');
      },
      (picture) => !distribution(picture).has(address),
    );
  }

  /** Removes all deployments, and waits until no process is left. */
  public async clear(): Promise<void> {
    await this.cluster.sql('delete from deployment');
    await this.waiter.until('no process is left', ({ processes }) => processes.size === 0);
  }

  public async stop(): Promise<void> {
    await this.cluster.stop();
  }

  async #timesOf(cause: () => unknown, hasHappened: (picture: ClusterPicture) => boolean): Promise<BurstTimes> {
    const startedMs = performance.now();
    const passed = (): number => performance.now() - startedMs;
    const claimed = this.waiter
      .until('all are claimed', (picture) => hasHappened(picture) && allAssigned(picture))
      .then(passed);
    const running = this.waiter.until('all run', (picture) => hasHappened(picture) && allRunning(picture));
    await cause();
    const [claimedMs, picture] = await Promise.all([claimed, running]);
    const runningMs = passed();
    const held = [...distribution(picture).values()];
    return { claimedMs, runningMs, difference: Math.max(...held) - Math.min(...held) };
  }
}
