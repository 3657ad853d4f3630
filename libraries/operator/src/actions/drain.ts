import type { Operator } from '../Operator.js';
import type { ClusterPicture, DeploymentPhase, DeploymentPicture } from '../picture/ClusterPicture.js';
import { findNodeUnit } from '../picture/find.js';
import { OperatorError } from '../OperatorError.js';
import type { Tell } from './ActionStep.js';
import { awaitPicture } from './awaitPicture.js';
import { describePhase } from './untilRunning.js';

/**
 * Which node-unit to drain.
 *
 * @public
 */
export interface DrainRequest {
  /** Its name, its address, or the beginning of it. */
  readonly nodeUnit: string;
  readonly reason: string;
  /** How long to wait until it holds nothing; it stays drained if that is too short. */
  readonly timeoutMs: number;
}

/** Drains a node-unit, and waits until its deployments run elsewhere. */
export async function drain(
  operator: Operator,
  { nodeUnit: text, reason, timeoutMs }: DrainRequest,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const { address, name } = findNodeUnit(await operator.cluster(), text);
  const moving = new Set(heldBy(await operator.cluster(), address).map(({ id }) => id));
  await operator.operate({ kind: 'drain', address, reason });
  tell(name, 'is drained: it claims nothing more');
  const told = new Map<string, string>();
  let latest: readonly DeploymentPicture[] = [];
  const look = (picture: ClusterPicture): true | undefined => {
    const held = heldBy(picture, address);
    held.forEach(({ id }) => moving.add(id));
    latest = picture.deployments.filter((each) => moving.has(each.id) && !runsElsewhere(each, address));
    for (const deployment of latest) tellOnce(deployment, told, (label, text) => tell(label, text));
    const obstacles = held.filter(({ status }) => status?.handOver.startsWith('cannot move') === true);
    // Only those are left: whoever waits for them waits in vain.
    if (latest.length > 0 && obstacles.length === latest.length) throw blocked(name, obstacles);
    return latest.length === 0 ? true : undefined;
  };
  const lateMessage = (): string =>
    `not all of ${name} run elsewhere after ${Math.round(timeoutMs / 1_000)} s: ${latest.map(({ label }) => label).join(', ')}; it stays drained, and goes on`;
  await awaitPicture(operator.cluster$, look, { timeoutMs, signal, lateMessage });
  tell(name, `holds nothing, ${moving.size} run elsewhere; it stays drained until unitctl undrain ${name}`);
}

const SETTLED: ReadonlySet<DeploymentPhase> = new Set(['running', 'completed', 'disabled']);

function runsElsewhere({ phase, deployment }: DeploymentPicture, address: string): boolean {
  return deployment.address !== address && SETTLED.has(phase);
}

function tellOnce(deployment: DeploymentPicture, told: Map<string, string>, tell: Tell): void {
  const text = deployment.status?.handOver || describePhase(deployment);
  if (told.get(deployment.id) === text) return;
  told.set(deployment.id, text);
  tell(deployment.label, text);
}

function heldBy({ deployments }: ClusterPicture, address: string): readonly DeploymentPicture[] {
  return deployments.filter(
    ({ deployment }) => deployment.address === address && deployment.enabled && deployment.type === 'deployment',
  );
}

function blocked(name: string, obstacles: readonly DeploymentPicture[]): OperatorError {
  const reasons = obstacles.map(({ label, status }) => `${label} ${status?.handOver ?? ''}`).join('; ');
  return new OperatorError('FAILED', `${name} cannot be emptied: ${reasons}. It stays drained.`);
}
