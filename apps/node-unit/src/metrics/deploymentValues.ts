import type { MetricLabels, MetricValue } from '@node-unit/app-runtime';
import type { Deployment, DeploymentState, DeploymentStatus } from '@node-unit/deployment';

/** Who exports. */
export interface Exporter {
  readonly name: string;
  readonly address: string;
}

const STATES: Readonly<Record<DeploymentState, 'runs' | 'should_run' | 'need_not_run'>> = {
  installing: 'should_run',
  starting: 'should_run',
  running: 'runs',
  backing_off: 'should_run',
  crash_looping: 'should_run',
  completed: 'need_not_run',
  stopping: 'need_not_run',
  refused: 'should_run',
  update_failed: 'runs',
};

/** The labels of a deployment on this node-unit. */
export function labelsOf(
  { id, packageName, packageVersion }: Pick<Deployment, 'id' | 'packageName' | 'packageVersion'>,
  { name, address }: Exporter,
): MetricLabels {
  return {
    deployment_id: id,
    package_name: packageName,
    package_version: packageVersion,
    node_unit_name: name,
    node_unit_address: address,
  };
}

/** The number of deployments in every state, those without any included. Pure. */
export function countStates(states: Iterable<Pick<DeploymentStatus, 'state'>>): readonly MetricValue[] {
  const counts = new Map(Object.keys(STATES).map((state) => [state, 0]));
  for (const { state } of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, value]) => ({ labels: { state }, value }));
}

/** Whether it runs: 1 or 0; undefined if it need not. Pure. */
export function runningValue({ state }: Pick<DeploymentStatus, 'state'>): number | undefined {
  const kind = STATES[state];
  return kind === 'need_not_run' ? undefined : Number(kind === 'runs');
}
