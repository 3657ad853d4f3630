import type { ClaimPolicy } from '@node-unit/scheduler';
import { interval } from 'rxjs';

import { advanceVirtualTime } from '../advanceVirtualTime.js';
import { createVirtualTime } from '../createVirtualTime.js';
import type { CreateClaimPolicy } from '../SimulationOptions.js';
import { FaultyCluster } from './cluster/FaultyCluster.js';
import type { FaultHistory } from './FaultHistory.js';
import { calmFromMs, type FaultSchedule } from './FaultSchedule.js';
import { unplacedOf } from './unplacedOf.js';

const LOOK_MS = 500;

/**
 * For how long a deployment may wait when nothing goes wrong any more: until a lost notification is made up for, the host is
 * not young any more, and patience has run out with each node-unit by the slowest clock.
 */
export function longestWaitMs({ nodes }: Pick<FaultSchedule, 'nodes'>): number {
  return 100_000 + 12_500 * Math.min(nodes.length, 10);
}

/**
 * How a schedule is simulated.
 *
 * @beta
 */
export interface FaultSimulationOptions {
  /** The environment that every policy is created with. Default: empty. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Events within this time are combined into one round. A simulated round takes no time, so where many deployments wait it
   * is how long a real one would take. Default 1 ms, as in a node-unit.
   */
  readonly coalesceMs?: number;
  readonly onLook?: FaultsProgress;
}

/**
 * Runs the real scheduling rounds of a cluster in which things go wrong as the schedule says, until everything that can run
 * runs where the table says, or has had time enough to.
 *
 * @remarks
 * Measurements are not simulated: a policy that needs them finds none. The same schedule gives the same history.
 *
 * @throws Whatever `createPolicy` throws; what a policy throws in a round is a part of the history.
 *
 * @beta
 */
export async function simulateFaults(
  createPolicy: CreateClaimPolicy,
  schedule: FaultSchedule,
  options: FaultSimulationOptions = {},
): Promise<FaultHistory> {
  const time = createVirtualTime();
  const policies: ClaimPolicy[] = [];
  const context = { env: options.env ?? {}, logger: { info: () => undefined, warn: () => undefined } };
  for (let node = 0; node < schedule.nodes.length; node += 1) policies.push(await createPolicy(context));
  const cluster = new FaultyCluster({ schedule, policies, time, coalesceMs: options.coalesceMs ?? 1 });
  cluster.start();
  const calmMs = calmFromMs(schedule);
  const endMs = calmMs + longestWaitMs(schedule);
  let isOver = false;
  interval(LOOK_MS, time).subscribe(() => {
    options.onLook?.({
      virtualMs: time.now(),
      rounds: cluster.recorder.roundCount,
      writes: cluster.store.writes.length,
    });
    if (time.now() > calmMs) isOver = time.now() >= endMs || unplacedOf(schedule, cluster).length === 0;
  });
  await advanceVirtualTime(time, () => isOver);
  return historyOf(schedule, cluster, time.now());
}

/**
 * Hears how far a simulation with faults is.
 *
 * @beta
 */
export type FaultsProgress = (progress: {
  readonly virtualMs: number;
  readonly rounds: number;
  readonly writes: number;
}) => void;

function historyOf(schedule: FaultSchedule, cluster: FaultyCluster, endedMs: number): FaultHistory {
  const { store, recorder, agents } = cluster;
  const held: Record<string, number> = {};
  for (const [name, { agent }] of cluster.machines) if (agent) held[name] = agent.running.size;
  return {
    schedule,
    agents,
    held,
    endedMs,
    writes: store.writes,
    rounds: recorder.rounds,
    roundCount: recorder.roundCount,
    sharedClaims: recorder.sharedClaims,
    unplaced: unplacedOf(schedule, cluster),
  };
}
