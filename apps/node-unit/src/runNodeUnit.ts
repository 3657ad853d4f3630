import { resolve } from 'node:path';

import { type AppContext, AppError } from '@node-unit/app-runtime';

import type { NodeUnitVariables } from './environment.js';
import { identify } from './identify.js';
import { loadClaimPolicy } from './policies/loadClaimPolicy.js';
import { startAgent } from './startAgent.js';

/** Runs the agent until it is told to stop, or until somebody else takes its identity. */
export async function runNodeUnit(context: AppContext<NodeUnitVariables>): Promise<void> {
  const { config, logger, version, signal } = context;
  const identity = identify(config);
  const policyContext = { env: process.env, logger };
  const folders = [resolve(config.NODE_UNIT_POLICY_DIR ?? '.'), process.cwd()];
  const loaded = await loadClaimPolicy(config.NODE_UNIT_CLAIM_POLICY, policyContext, folders);
  const address = identity.keyPair.publicKey;
  const policy = { ...loaded.policy.describe(), version: loaded.version };
  logger.info({ address, node_unit_name: identity.name, version, policy }, 'NodeUnitStarted');

  const agent = startAgent({ ...context, identity, loaded });
  await agent.ended;
  if (!signal.aborted) {
    await agent.abandon();
    const advice = 'every node-unit needs a NODE_UNIT_NAME and NODE_UNIT_PASSWORD of its own';
    throw new AppError(1, `another process has connected as ${address}: ${advice}`);
  }
  logger.info({}, 'NodeUnitStopping');
  await agent.stop();
  logger.info({}, 'NodeUnitStopped');
}
