import { type ClaimPolicy, createNonePolicy, NONE_POLICY_NAME } from '@node-unit/scheduler';
import { interval } from 'rxjs';

import { advanceVirtualTime } from './advanceVirtualTime.js';
import { createVirtualTime } from './createVirtualTime.js';
import { SimulatedCluster } from './SimulatedCluster.js';
import type { CreateClaimPolicy, SimulationOptions } from './SimulationOptions.js';
import type { SimulationResult } from './SimulationResult.js';

/**
 * Runs the real scheduling rounds of every node on virtual time, until everything is claimed and measured or the limit
 * is reached.
 *
 * @remarks
 * Everybody has joined and measured before the first workload is inserted. A seed replays exactly.
 *
 * @throws Whatever `createPolicy` throws; what a policy throws in a round is a part of the result.
 *
 * @beta
 */
export async function simulate(createPolicy: CreateClaimPolicy, options: SimulationOptions): Promise<SimulationResult> {
  const scheduler = createVirtualTime();
  const cluster = new SimulatedCluster(options, scheduler);
  const logger = { info: () => undefined, warn: () => undefined };
  const policies: ClaimPolicy[] = [];
  for (const { claiming = true } of options.nodes)
    policies.push(claiming ? await createPolicy({ env: options.env ?? {}, logger }) : createNonePolicy());
  cluster.start(policies);
  const { onProgress } = options;
  if (onProgress) interval(1_000, scheduler).subscribe(() => onProgress(cluster.progress));
  await advanceVirtualTime(scheduler, () => cluster.isOver());
  return resultOf(cluster, policies, options);
}

function resultOf(
  cluster: SimulatedCluster,
  policies: readonly ClaimPolicy[],
  { seed, workloads }: SimulationOptions,
): SimulationResult {
  const { nodes, ledger, rounds, rankings, timing, nowMs } = cluster;
  return {
    policy: (policies.find(({ name }) => name !== NONE_POLICY_NAME) ?? policies[0])?.describe() ?? {
      name: 'none of none',
      settings: {},
    },
    seed,
    timing,
    rounds,
    claims: ledger.claims,
    disagreements: rankings.disagreements,
    endedMs: nowMs,
    deployments: workloads.reduce((sum, { count }) => sum + count, 0),
    nodes: nodes.map(({ name, address, capacity, silent = false }, index) => {
      const load = ledger.loads[index] ?? { deployments: 0, cpuShare: 0, memoryShare: 0 };
      return { name, address, capacity, silent, ...load };
    }),
    unclaimed: cluster.store.rows().flatMap(({ id, address, packageName }) => {
      const sinceMs = workloads.find((workload) => workload.packageName === packageName)?.insertedMs ?? 0;
      return address === '' ? [{ deploymentId: id, sinceMs, refusal: cluster.refusals.get(id) }] : [];
    }),
  };
}
