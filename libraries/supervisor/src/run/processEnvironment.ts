import type { Deployment } from '@node-unit/deployment';

import { foreignCodeVariables } from './foreignCodeVariables.js';
import { type Environment, inheritedEnvironment } from './inheritedEnvironment.js';

export interface ProcessEnvironmentInput {
  readonly deployment: Pick<Deployment, 'id' | 'claimEpoch' | 'env'>;
  readonly agentEnv: Environment;
  /** What identifies this run, keys included. */
  readonly identity: Readonly<Record<string, string>>;
  readonly enableCustomCommand: boolean;
}

export interface ProcessEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Names of the deployment's variables that were left out because they run foreign code. */
  readonly ignored: readonly string[];
}

/**
 * The whole environment of a deployment's process. The deployment may replace what comes from the agent, but not what
 * identifies the run; it may make Node.js load other code only where it may run any command anyway.
 */
export function processEnvironment(input: ProcessEnvironmentInput): ProcessEnvironment {
  const { deployment, agentEnv, identity, enableCustomCommand } = input;
  const ignored = enableCustomCommand ? [] : foreignCodeVariables(deployment.env);
  const own = Object.entries(deployment.env).filter(([name]) => !ignored.includes(name));
  const env = {
    ...inheritedEnvironment(agentEnv),
    ...Object.fromEntries(own),
    ...identity,
    NODE_UNIT_DEPLOYMENT_ID: deployment.id,
    NODE_UNIT_CLAIM_EPOCH: String(deployment.claimEpoch),
  };
  return { env, ignored };
}
