import {
  type ClusterPicture,
  createWaiter,
  type LocalCluster,
  type Program,
  startLocalCluster,
  untilNoProcessOf,
  type Waiter,
} from '@node-unit/local-cluster';

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
  readonly #waiter: Waiter;
  readonly #failure: Failure;
  readonly #env: Readonly<Record<string, string>>;
  #victim: Program | undefined;

  private constructor(cluster: LocalCluster, waiter: Waiter, failure: Failure, env: Readonly<Record<string, string>>) {
    this.#cluster = cluster;
    this.#waiter = waiter;
    this.#waiter.expectEnd(VICTIM);
    this.#failure = failure;
    this.#env = env;
  }

  /** @param roundTriggers - What starts a round: events and the interval, or the interval alone. */
  public static async start(
    failure: Failure,
    roundTriggers: 'events' | 'interval',
    signal: AbortSignal,
  ): Promise<FailingCluster> {
    const cluster = await startLocalCluster({ signal });
    // Nobody else claims what is the victim's turn, however slow its rounds are.
    const env = { NODE_UNIT_ROUND_TRIGGERS: roundTriggers, NODE_UNIT_CLAIM_PATIENCE_MS: String(DEADLINE_MS) };
    for (const name of OTHERS) cluster.startNodeUnit({ name, env });
    await cluster.insertSamples(OTHERS.length * HELD);
    const failing = new FailingCluster(cluster, createWaiter(cluster, signal, DEADLINE_MS), failure, env);
    await failing.#untilCalm();
    return failing;
  }

  /** Lets the victim take deployments and fail, and brings it back. */
  public async fail(deployments: number): Promise<FailoverTimes> {
    const cluster = this.#cluster;
    const { isFatal } = this.#failure;
    const victim = await this.#startVictim();
    const ids = await cluster.insertSamples(deployments);
    const address = cluster.addressOf(VICTIM);
    await this.#waiter.until('the victim runs them', (picture) =>
      runsOn(picture, ids, (nodeUnit) => nodeUnit === VICTIM),
    );
    const [claimed, running] = this.#elsewhere(ids, address);
    const failedMs = performance.now();
    this.#failure.cause(victim);
    // A victim that hangs or is cut off goes on with its processes until it is back.
    const goneByItself = isFatal ? untilGone(address) : undefined;
    const [claimedMs, runningMs] = await Promise.all([claimed, running]);
    const overlapFromMs = isFatal ? runningMs : performance.now();
    this.#failure.undo(victim);
    const goneMs = await (goneByItself ?? untilGone(address));
    if (isFatal) this.#victim = undefined;
    await cluster.sql('delete from deployment where id = any($1::uuid[])', [ids]);
    await this.#untilCalm();
    return {
      claimedMs: claimedMs - failedMs,
      runningMs: runningMs - failedMs,
      overlapMs: Math.max(0, goneMs - overlapFromMs),
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
    await this.#waiter.until('the victim has joined', ({ nodeUnits }) => nodeUnits.length === OTHERS.length + 1);
    return victim;
  }

  async #untilEnded(): Promise<void> {
    await this.#cluster.nodeUnits.get(VICTIM)?.exited;
    await this.#waiter.until('the victim has left', ({ nodeUnits }) => nodeUnits.length === OTHERS.length);
  }

  /** When all of these are claimed by others, and when they run there. */
  #elsewhere(ids: readonly string[], address: string): readonly [claimed: Promise<number>, running: Promise<number>] {
    const now = (): number => performance.now();
    const isClaimed = ({ replica }: ClusterPicture): boolean =>
      replica.state === 'current' &&
      ids.every((id) => ![undefined, '', address].includes(replica.deployments.get(id)?.address));
    return [
      this.#waiter.until('others have claimed them', isClaimed).then(now),
      this.#waiter
        .until('others run them', (picture) => runsOn(picture, ids, (nodeUnit) => nodeUnit !== VICTIM))
        .then(now),
    ];
  }

  /** Nothing runs but what the others hold. */
  async #untilCalm(): Promise<void> {
    await this.#waiter.until(
      'the others run what is theirs',
      ({ processes }) => processes.size === OTHERS.length * HELD,
    );
  }
}

/** When the last process of the address has ended. */
async function untilGone(address: string): Promise<number> {
  await untilNoProcessOf(address, DEADLINE_MS);
  return performance.now();
}

function runsOn(
  { processes }: ClusterPicture,
  ids: readonly string[],
  accepts: (nodeUnit: string) => boolean,
): boolean {
  const running = [...processes.values()].filter(({ nodeUnit }) => accepts(nodeUnit));
  return ids.every((id) => running.some(({ deploymentId }) => deploymentId === id));
}
