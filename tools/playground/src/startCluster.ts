import type { Reporter } from '@node-unit/app-runtime';
import {
  allRunning,
  createWaiter,
  type LocalCluster,
  startLocalCluster,
  wantedDeployments,
} from '@node-unit/local-cluster';
import { NONE_POLICY_NAME } from '@node-unit/fleet';

import type { PlaygroundOptions } from './readOptions.js';

/** Starts the cluster without node-units. */
export function startPrograms(
  options: PlaygroundOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<LocalCluster> {
  return startLocalCluster({
    ...(options.data === undefined ? {} : { dataDir: options.data }),
    port: options.port,
    signal,
    onProgress: (step) => reporter.step('starting', step),
  });
}

/** Starts the node-units, inserts the deployments (unless the database has some), and waits until all run. */
export async function fillCluster(
  cluster: LocalCluster,
  options: PlaygroundOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const names = Array.from({ length: options.nodes }, (_none, index) => `node-unit-${index + 1}`);
  for (const name of names) {
    cluster.startNodeUnit({
      name,
      env: { NODE_UNIT_CLAIM_POLICY: options.policy, NODE_UNIT_POLICY_DIR: options.policyDir },
    });
  }
  const waiter = createWaiter(cluster, signal);
  await waiter.until('all node-units are online', ({ nodeUnits }) => nodeUnits.length === names.length);
  reporter.step('online', `${names.length} node-units are online`, { node_units: names });

  const known = await waiter.until('the table is read', ({ replica }) => replica.state === 'current');
  if (wantedDeployments(known).length === 0) await cluster.insertSamples(options.deployments);
  const picture = await waiter.until('deployments are in the table', (each) => wantedDeployments(each).length > 0);
  const count = wantedDeployments(picture).length;
  reporter.step('inserted', `${count} deployments are in the table`, { deployments: count });
  if (options.policy.toLowerCase() === NONE_POLICY_NAME) {
    reporter.step('idle', 'nobody claims them: that is what the policy "none" is for');
    return;
  }
  await waiter.until('all deployments run', allRunning);
}
