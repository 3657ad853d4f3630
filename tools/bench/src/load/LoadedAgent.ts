import {
  type ClusterPicture,
  type LocalCluster,
  type Program,
  SAMPLE_DEPLOYMENT,
  startLocalCluster,
  watchCluster,
} from '@node-unit/local-cluster';
import { filter, firstValueFrom, timeout } from 'rxjs';

import { readProcess } from '../process/readProcess.js';
import type { Sample } from '../measure.js';
import { LOAD_COMMAND } from './loadCommand.js';

const DEADLINE_MS = 300_000;

/** One node-unit of a real cluster, which starts and stops many deployments. */
export class LoadedAgent {
  private constructor(
    public readonly cluster: LocalCluster,
    private readonly agent: Program,
  ) {}

  public static async start(): Promise<LoadedAgent> {
    const cluster = await startLocalCluster();
    const agent = cluster.startNodeUnit({ name: 'loaded', env: { ENABLE_CUSTOM_COMMAND: 'true' } });
    const loaded = new LoadedAgent(cluster, agent);
    await loaded.#until(({ nodeUnits }) => nodeUnits.length === 1);
    return loaded;
  }

  /** From the inserted rows to as many running processes; CPU: the agent's. */
  public startAll(count: number): Promise<Sample> {
    return this.#costOf(async () => {
      const [command, args] = LOAD_COMMAND;
      await this.cluster.sql(
        `insert into deployment (package_name, package_version, command, args)
         select $1, $2, $3, $4 from generate_series(1, $5)`,
        [SAMPLE_DEPLOYMENT.packageName, SAMPLE_DEPLOYMENT.packageVersion, command, JSON.stringify(args), count],
      );
      await this.#until(({ processes }) => processes.size === count);
    });
  }

  /** From the disabled rows until no process is left; CPU: the agent's. */
  public async stopAll(): Promise<Sample> {
    const cost = await this.#costOf(async () => {
      await this.cluster.sql('update deployment set enabled = false');
      await this.#until(({ processes }) => processes.size === 0);
    });
    await this.cluster.sql('delete from deployment');
    return cost;
  }

  public async stop(): Promise<void> {
    await this.cluster.stop();
  }

  async #costOf(work: () => Promise<unknown>): Promise<Sample> {
    const { cpuMs: beforeMs } = await readProcess(this.agent.pid);
    const startedMs = performance.now();
    await work();
    const wallMs = performance.now() - startedMs;
    return { wallMs, cpuMs: (await readProcess(this.agent.pid)).cpuMs - beforeMs };
  }

  #until(accepts: (picture: ClusterPicture) => boolean): Promise<ClusterPicture> {
    return firstValueFrom(watchCluster(this.cluster).pipe(filter(accepts), timeout({ first: DEADLINE_MS })));
  }
}
