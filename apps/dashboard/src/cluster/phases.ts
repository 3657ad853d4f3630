import type { ClusterPicture, DeploymentPhase, DeploymentPicture } from '@node-unit/operator';

/** How good a phase is: its colour, which is never the only sign. */
export type Mood = 'good' | 'busy' | 'bad' | 'off';

const MOODS: Readonly<Record<DeploymentPhase, Mood>> = {
  running: 'good',
  completed: 'good',
  daemon: 'good',
  disabled: 'off',
  pending: 'busy',
  updating: 'busy',
  installing: 'busy',
  starting: 'busy',
  stopping: 'busy',
  unassigned: 'bad',
  lost: 'bad',
  backing_off: 'bad',
  crash_looping: 'bad',
  refused: 'bad',
  update_failed: 'bad',
};

export function moodOf(phase: DeploymentPhase): Mood {
  return MOODS[phase];
}

/** All phases, in the order of a list to choose from. */
export const PHASES: readonly DeploymentPhase[] = Object.keys(MOODS) as DeploymentPhase[];

/** The cluster in a few numbers. */
export interface Summary {
  readonly online: number;
  readonly nodeUnits: number;
  readonly running: number;
  readonly unassigned: number;
  readonly troubled: number;
  readonly disabled: number;
  readonly deployments: number;
}

/** Pure. */
export function summaryOf({ nodeUnits, deployments }: Pick<ClusterPicture, 'nodeUnits' | 'deployments'>): Summary {
  const count = (is: (phase: DeploymentPhase) => boolean): number =>
    deployments.reduce((sum, { phase }) => (is(phase) ? sum + 1 : sum), 0);
  return {
    online: nodeUnits.filter(({ online }) => online).length,
    nodeUnits: nodeUnits.length,
    running: count((phase) => moodOf(phase) === 'good'),
    unassigned: count((phase) => phase === 'unassigned'),
    troubled: count((phase) => moodOf(phase) === 'bad' && phase !== 'unassigned'),
    disabled: count((phase) => phase === 'disabled'),
    deployments: deployments.length,
  };
}

/** What a filter of deployments asks for; the empty text and phase ask for all. */
export interface DeploymentFilter {
  readonly text: string;
  readonly phase: DeploymentPhase | '';
}

/** A text is part of the name, the package or the node-unit, or the beginning of the ID. Pure. */
export function filterDeployments(
  deployments: readonly DeploymentPicture[],
  { text, phase }: DeploymentFilter,
): readonly DeploymentPicture[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' && phase === '') return deployments;
  return deployments.filter(
    (each) => (phase === '' || each.phase === phase) && (wanted === '' || isAbout(each, wanted)),
  );
}

function isAbout({ id, label, nodeUnit, deployment }: DeploymentPicture, wanted: string): boolean {
  if (id.startsWith(wanted)) return true;
  const texts = [label, nodeUnit, `${deployment.packageName}@${deployment.packageVersion}`];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
