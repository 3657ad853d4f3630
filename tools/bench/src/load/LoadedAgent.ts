import {
  createWaiter,
  type LocalCluster,
  type Program,
  startLocalCluster,
  type Waiter,
} from '@node-unit/local-cluster';

import { readProcess } from '../process/readProcess.js';
import type { Sample } from '../measure.js';
import { insertLoad, LOAD_ENV } from './insertLoad.js';

const DEADLINE_MS = 300_000;

/** One node-unit of a real cluster, which starts and stops many deployments. */
export class LoadedAgent {
  private constructor(
    public readonly cluster: LocalCluster,
    private readonly agent: Program,
    private readonly waiter: Waiter,
  ) {}

  public static async start(signal: AbortSignal): Promise<LoadedAgent> {
    const cluster = await startLocalCluster({ signal });
    const agent = cluster.startNodeUnit({ name: 'loaded', env: LOAD_ENV });
    const waiter = createWaiter(cluster, signal, DEADLINE_MS);
    await waiter.until('the node-unit has joined', ({ nodeUnits }) => nodeUnits.length === 1);
    return new LoadedAgent(cluster, agent, waiter);
  }

  /** From the inserted rows to as many running processes; CPU: the agent's. */
  public startAll(count: number): Promise<Sample> {
    return this.#costOf(async () => {
      await insertLoad(this.cluster, count);
      await this.waiter.until(`${count} processes run`, ({ processes }) => processes.size === count);
    });
  }

  /** From the disabled rows until no process is left; CPU: the agent's. */
  public async stopAll(): Promise<Sample> {
    const cost = await this.#costOf(async () => {
      await this.cluster.sql('update deployment set enabled = false');
      await this.waiter.until('no process is left', ({ processes }) => processes.size === 0);
    });
    await this.cluster.sql('delete from deployment');
    return cost;
  }

  public async stop(): Promise<void> {
    await this.cluster.stop();
  }

  async #costOf(work: () => Promise<unknown>): Promise<Sample> {
    const { cpuMs: beforeMs } = readProcess(this.agent.pid);
    const startedMs = performance.now();
    await work();
    const wallMs = performance.now() - startedMs;
    return { wallMs, cpuMs: readProcess(this.agent.pid).cpuMs - beforeMs };
  }
}
