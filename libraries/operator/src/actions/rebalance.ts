import type { Operator } from '../Operator.js';
import type { Tell } from './ActionStep.js';
import { untilRunning } from './untilRunning.js';
import { awaitPicture } from './awaitPicture.js';

/**
 * How much to move.
 *
 * @public
 */
export interface RebalanceRequest {
  /** At most so many deployments. */
  readonly most: number;
  /** For each of them. */
  readonly timeoutMs: number;
}

/** Moves one deployment after another, as long as its policy would place it elsewhere. */
export async function rebalance(
  operator: Operator,
  { most, timeoutMs }: RebalanceRequest,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const moved = new Set<string>();
  while (moved.size < most) {
    signal.throwIfAborted();
    const move = (await operator.proposeMoves(most)).find(({ deploymentId }) => !moved.has(deploymentId));
    if (!move) break;
    const { deploymentId, from, reason } = move;
    moved.add(deploymentId);
    const picture = (await operator.cluster()).deployments.find(({ id }) => id === deploymentId);
    const label = picture?.label ?? deploymentId;
    tell(label, `leaves ${picture?.nodeUnit ?? from}: ${reason}`);
    await operator.operate({ kind: 'handOver', deploymentId, address: from, reason: `rebalance: ${reason}` });
    const lateMessage = (): string => `${label} was not handed over within ${Math.round(timeoutMs / 1_000)} s`;
    const hasLeft = awaitPicture(
      operator.cluster$,
      ({ deployments }) => deployments.find(({ id, deployment }) => id === deploymentId && deployment.address !== from),
      { timeoutMs, signal, lateMessage },
    );
    await hasLeft;
    await untilRunning(operator.cluster$, { ids: [deploymentId], timeoutMs, tell, signal });
  }
  if (moved.size === 0) tell('', 'nothing to move: the policy would leave every deployment where it is');
}
