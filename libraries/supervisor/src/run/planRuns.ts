import type { Deployment } from '@node-unit/deployment';

/** What has to happen so that the wanted deployments run. A restart stops before it starts. */
export interface RunPlan {
  readonly start: readonly Deployment[];
  readonly restart: readonly Deployment[];
  /** Ids. */
  readonly stop: readonly string[];
}

/** Compares what shall run with what runs. Every update of a row restarts it: that is the operators' way to restart. */
export function planRuns(wanted: readonly Deployment[], running: ReadonlyMap<string, Deployment>): RunPlan {
  const wantedIds = new Set(wanted.map(({ id }) => id));
  return {
    start: wanted.filter(({ id }) => !running.has(id)),
    restart: wanted.filter((deployment) => isChanged(deployment, running.get(deployment.id))),
    stop: [...running.keys()].filter((id) => !wantedIds.has(id)),
  };
}

function isChanged(wanted: Deployment, running: Deployment | undefined): boolean {
  return running !== undefined && running !== wanted && runKey(wanted) !== runKey(running);
}

/** Equal for two states of a row between which a process need not be restarted. */
export function runKey(deployment: Deployment): string {
  const { id, packageName, packageVersion, command, args, env, claimEpoch, updatedAt } = deployment;
  const variables = Object.entries(env).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([id, packageName, packageVersion, command, args, variables, claimEpoch, updatedAt]);
}
