import type { Deployment } from '@node-unit/deployment';

import type { UserPlace } from '../users/UserPlaces.js';
import { type Environment, inheritedEnvironment } from './inheritedEnvironment.js';

const PERSONAL: ReadonlySet<string> = new Set(['USER', 'LOGNAME', 'SHELL']);

export interface ProcessEnvironmentInput {
  readonly deployment: Pick<Deployment, 'id' | 'claimEpoch' | 'env'>;
  readonly agentEnv: Environment;
  /** What identifies this run, keys included. */
  readonly identity: Readonly<Record<string, string>>;
  /** Where the folders of a user of its own are; undefined for the agent's user. */
  readonly place?: Partial<Pick<UserPlace, 'home' | 'temporary'>>;
}

/**
 * The whole environment of a deployment's process. The deployment may replace what comes from the agent, but not what
 * identifies the run.
 */
export function processEnvironment(input: ProcessEnvironmentInput): Readonly<Record<string, string>> {
  const { deployment, agentEnv, identity } = input;
  return {
    ...placedEnvironment(inheritedEnvironment(agentEnv), input.place),
    ...deployment.env,
    ...identity,
    NODE_UNIT_DEPLOYMENT_ID: deployment.id,
    NODE_UNIT_CLAIM_EPOCH: String(deployment.claimEpoch),
  };
}

/** Another user neither has the agent's folders nor its name. */
function placedEnvironment(
  inherited: Readonly<Record<string, string>>,
  { home, temporary }: NonNullable<ProcessEnvironmentInput['place']> = {},
): Readonly<Record<string, string>> {
  if (home === undefined || temporary === undefined) return inherited;
  const kept = Object.entries(inherited).filter(([name]) => !PERSONAL.has(name));
  return { ...Object.fromEntries(kept), HOME: home, TMPDIR: temporary };
}
