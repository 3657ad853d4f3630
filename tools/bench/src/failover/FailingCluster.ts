import {
  type ClusterPicture,
  type LocalCluster,
  type Program,
  startLocalCluster,
  untilNoProcessOf,
  watchCluster,
} from '@node-unit/local-cluster';
import { filter, firstValueFrom, timeout } from 'rxjs';

import type { Failure } from './Failure.js';

const VICTIM = 'victim';
const OTHERS = ['first', 'second'];
/** Held by each of the others, so that what is inserted goes to the victim. */
const HELD = 3;
const DEADLINE_MS = 120_000;

/** What one failure took, from the failure on. */
export interface FailoverTimes {
  /** Until the last of its deployments was assigned to another node-unit. */
  readonly claimedMs: number;
  /** Until the last of them ran there. */
  readonly runningMs: number;
  /** From then on until the last of the old processes had ended; of a victim that is undone then: since it was. */
  readonly overlapMs: number;
}

/** A real cluster of which one node-unit fails again and again. */
export class FailingCluster {
  readonly #cluster: LocalCluster;
  readonly #failure: Failure;
  readonly #env: Readonly<Record<string, string>>;
  #victim: Program | undefined;

  private constructor(cluster: LocalCluster, failure: Failure, env: Readonly<Record<string, string>>) {
    this.#cluster = cluster;
    this.#failure = failure;
    this.#env = env;
  }

  /** @param roundTriggers - What starts a round: events and the interval, or the interval alone. */
  public static async start(failure: Failure, roundTriggers: 'events' | 'interval'): Promise<FailingCluster> {
    const cluster = await startLocalCluster();
    // Nobody else claims what is the victim's turn, however slow its rounds are.
    const env = { NODE_UNIT_ROUND_TRIGGERS: roundTriggers, NODE_UNIT_CLAIM_PATIENCE_MS: String(DEADLINE_MS) };
    for (const name of OTHERS) cluster.startNodeUnit({ name, env });
    await cluster.insertSamples(OTHERS.length * HELD);
    const failing = new FailingCluster(cluster, failure, env);
    await failing.#until(({ processes }) => processes.size === OTHERS.length * HELD);
    return failing;
  }

  /** Lets the victim take deployments and fail, and brings it back. */
  public async fail(deployments: number): Promise<FailoverTimes> {
    const cluster = this.#cluster;
    const victim = await this.#startVictim();
    const ids = await cluster.insertSamples(deployments);
    const address = cluster.addressOf(VICTIM);
    await this.#until((picture) => runsOn(picture, ids, (nodeUnit) => nodeUnit === VICTIM));
    const [claimed, running] = this.#elsewhere(ids, address);
    const failedMs = performance.now();
    this.#failure.cause(victim);
    // A victim that hangs or is cut off goes on with its processes until it is back.
    const gone = this.#failure.isFatal
      ? untilNoProcessOf(address, DEADLINE_MS).then(() => performance.now())
      : undefined;
    const [claimedMs, runningMs] = await Promise.all([claimed, running]);
    const undoneMs = performance.now();
    this.#failure.undo(victim);
    await (gone ?? untilNoProcessOf(address, DEADLINE_MS));
    const goneMs = (await gone) ?? performance.now();
    if (this.#failure.isFatal) this.#victim = undefined;
    await cluster.sql('delete from deployment where id = any($1::uuid[])', [ids]);
    await this.#until(({ processes }) => processes.size === OTHERS.length * HELD);
    return {
      claimedMs: claimedMs - failedMs,
      runningMs: runningMs - failedMs,
      overlapMs: Math.max(0, goneMs - (gone === undefined ? undoneMs : runningMs)),
    };
  }

  public async stop(): Promise<void> {
    await this.#cluster.stop();
  }

  async #startVictim(): Promise<Program> {
    if (this.#victim === undefined) await this.#untilEnded();
    const { namespace } = this.#failure;
    const port = new URL(this.#cluster.hostUrl).port;
    const victim = (this.#victim ??= this.#cluster.startNodeUnit({
      name: VICTIM,
      env: { ...this.#env, ...(namespace && { HOST_URL: `ws://${namespace.hostAddress}:${port}` }) },
      ...(namespace && { launcher: namespace.launcher }),
    }));
    await this.#until(({ nodeUnits }) => nodeUnits.length === OTHERS.length + 1);
    return victim;
  }

  async #untilEnded(): Promise<void> {
    await this.#cluster.nodeUnits.get(VICTIM)?.exited;
    await this.#until(({ nodeUnits }) => nodeUnits.length === OTHERS.length);
  }

  /** When all of these are claimed by others, and when they run there. */
  #elsewhere(ids: readonly string[], address: string): readonly [claimed: Promise<number>, running: Promise<number>] {
    const now = (): number => performance.now();
    const isClaimed = ({ replica }: ClusterPicture): boolean =>
      replica.state === 'current' &&
      ids.every((id) => ![undefined, '', address].includes(replica.deployments.get(id)?.address));
    return [
      this.#until(isClaimed).then(now),
      this.#until((picture) => runsOn(picture, ids, (nodeUnit) => nodeUnit !== VICTIM)).then(now),
    ];
  }

  #until(accepts: (picture: ClusterPicture) => boolean): Promise<ClusterPicture> {
    return firstValueFrom(watchCluster(this.#cluster).pipe(filter(accepts), timeout({ first: DEADLINE_MS })));
  }
}

function runsOn(
  { processes }: ClusterPicture,
  ids: readonly string[],
  accepts: (nodeUnit: string) => boolean,
): boolean {
  const running = [...processes.values()].filter(({ nodeUnit }) => accepts(nodeUnit));
  return ids.every((id) => running.some(({ deploymentId }) => deploymentId === id));
}
