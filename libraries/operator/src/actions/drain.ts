import type { Operator } from '../Operator.js';
import type { ClusterPicture, DeploymentPicture, NodeUnitPicture } from '../picture/ClusterPicture.js';
import { findNodeUnit } from '../picture/find.js';
import { OperatorError } from '../OperatorError.js';
import type { Tell } from './ActionStep.js';
import { awaitPicture } from './awaitPicture.js';

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
  await operator.operate({ kind: 'drain', address, reason });
  tell(name, 'is drained: it claims nothing more');
  const told = new Map<string, string>();
  let latest: readonly DeploymentPicture[] = [];
  const look = (picture: ClusterPicture): true | undefined => {
    latest = heldBy(picture, address);
    for (const step of stepsOf(picture, { address, name })) {
      if (told.get(step.label) === step.text) continue;
      told.set(step.label, step.text);
      tell(step.label, step.text);
    }
    const obstacles = latest.filter(({ status }) => status?.handOver.startsWith('cannot move') === true);
    // Only those are left: whoever waits for them waits in vain.
    if (latest.length > 0 && obstacles.length === latest.length) throw blocked(name, obstacles);
    return latest.length === 0 && !isUnderWay(picture, address) ? true : undefined;
  };
  const lateMessage = (): string =>
    `${name} still holds ${latest.map(({ label }) => label).join(', ')} after ${Math.round(timeoutMs / 1_000)} s; it stays drained, and goes on`;
  await awaitPicture(operator.cluster$, look, { timeoutMs, signal, lateMessage });
  tell(name, `holds nothing; it stays drained until unitctl undrain ${name}`);
}

function heldBy({ deployments }: ClusterPicture, address: string): readonly DeploymentPicture[] {
  return deployments.filter(
    ({ deployment }) => deployment.address === address && deployment.enabled && deployment.type === 'deployment',
  );
}

/** What was handed back and does not run elsewhere yet still runs here. */
function isUnderWay({ deployments }: ClusterPicture, address: string): boolean {
  return deployments.some(
    ({ statuses, deployment }) =>
      deployment.type === 'deployment' && statuses.some((each) => each.address === address && each.handOver !== ''),
  );
}

function stepsOf(
  { deployments }: ClusterPicture,
  { address, name }: Pick<NodeUnitPicture, 'address' | 'name'>,
): readonly { readonly label: string; readonly text: string }[] {
  return deployments.flatMap(({ label, statuses, phase, nodeUnit, deployment }) => {
    const here = statuses.find((each) => each.address === address);
    if (!here || here.handOver === '' || deployment.type === 'daemon') return [];
    const elsewhere = deployment.address === address ? '' : ` (${phase}${nodeUnit === '' ? '' : ` on ${nodeUnit}`})`;
    return [{ label, text: `${name}: ${here.handOver}${elsewhere}` }];
  });
}

function blocked(name: string, obstacles: readonly DeploymentPicture[]): OperatorError {
  const reasons = obstacles.map(({ label, status }) => `${label} ${status?.handOver ?? ''}`).join('; ');
  return new OperatorError('FAILED', `${name} cannot be emptied: ${reasons}. It stays drained.`);
}
