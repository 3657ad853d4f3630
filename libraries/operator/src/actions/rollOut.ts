import type { Operator } from '../Operator.js';
import { OperatorError } from '../OperatorError.js';
import type { DeploymentPicture } from '../picture/ClusterPicture.js';
import { findDeployments } from '../picture/find.js';
import type { Tell } from './ActionStep.js';
import { untilRunning } from './untilRunning.js';

/**
 * What to roll out.
 *
 * @public
 */
export interface RollOutRequest {
  /** A name, `name/replica`, or an ID. */
  readonly deployment: string;
  /** An npm spec; undefined = each copy gets the version that it had before. */
  readonly version: string | undefined;
  /** For each copy. */
  readonly timeoutMs: number;
}

/**
 * All that have had another version. If a rollout has stopped in the middle, only those that it has changed: they return to
 * the version that the others still have. Pure.
 */
export function copiesToUndo(copies: readonly DeploymentPicture[]): readonly DeploymentPicture[] {
  const versions = new Set(copies.map(({ deployment }) => deployment.packageVersion));
  return copies.filter(({ deployment: { previousVersion } }) =>
    versions.size > 1 ? versions.has(previousVersion) : previousVersion !== '',
  );
}

/** A program that fails when it starts runs for a moment first, and its end is reported within a second. */
const STEADY_MS = 3_000;

/** Changes one copy after another; each runs, and goes on running for a moment, before the next is touched. */
export async function rollOut(
  operator: Operator,
  { deployment, version, timeoutMs }: RollOutRequest,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const copies = findDeployments(await operator.cluster(), deployment);
  const changed =
    version === undefined ? copiesToUndo(copies) : copies.filter((copy) => copy.deployment.packageVersion !== version);
  if (changed.length === 0) {
    const reason = version === undefined ? 'no copy has had another version' : `all copies have the version ${version}`;
    throw new OperatorError('REFUSED', `there is nothing to roll out: ${reason}`);
  }
  for (const [index, copy] of changed.entries()) {
    signal.throwIfAborted();
    const next = version ?? copy.deployment.previousVersion;
    tell(copy.label, `${index + 1} of ${changed.length}: ${copy.deployment.packageVersion} → ${next}`);
    const deploymentId = copy.id;
    await operator.operate(
      version === undefined ? { kind: 'undoVersion', deploymentId } : { kind: 'setVersion', deploymentId, version },
    );
    await untilRunning(operator.cluster$, {
      ids: [copy.id],
      timeoutMs: timeoutMs + STEADY_MS,
      steadyMs: STEADY_MS,
      tell,
      signal,
    }).catch((error: unknown) => {
      const rest = changed.length - index - 1;
      const advice = `stopped here, ${rest} not touched; go back with unitctl rollout ${deployment} --undo`;
      throw error instanceof OperatorError ? new OperatorError('FAILED', `${error.message}; ${advice}`) : error;
    });
  }
}
