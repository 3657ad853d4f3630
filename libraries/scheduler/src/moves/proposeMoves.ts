import type { Deployment } from '@node-unit/deployment';

import { claimingOrder } from '../judge/claimingOrder.js';
import type { Judge } from '../judge/Judge.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { placementOf } from './placementOf.js';

/**
 * A deployment that the policy would place elsewhere now.
 *
 * @public
 */
export interface ProposedMove {
  readonly deployment: Deployment;
  /** Who may claim it when its holder hands it over. */
  readonly to: readonly string[];
  readonly reason: string;
}

/**
 * Proposes moves, one after the other, until the policy would leave every deployment where it is. Pure.
 *
 * @remarks
 * A deployment is moved only if its holder would not get it back: its score without the deployment is worse than the best.
 * So no two moves undo each other, and each deployment is moved once at most.
 *
 * @public
 */
export function proposeMoves(
  view: ClusterView,
  judge: Pick<Judge, 'policy' | 'isOwnProgram'>,
  most: number,
): readonly ProposedMove[] {
  const moves: ProposedMove[] = [];
  const moved = new Set<string>();
  let present = view;
  while (moves.length < most) {
    const move = firstMove(present, judge, moved);
    const [target] = move?.to ?? [];
    if (!move || target === undefined) return moves;
    moves.push(move);
    moved.add(move.deployment.id);
    present = withMove(present, move.deployment, target);
  }
  return moves;
}

function firstMove(
  view: ClusterView,
  judge: Pick<Judge, 'policy' | 'isOwnProgram'>,
  moved: ReadonlySet<string>,
): ProposedMove | undefined {
  const online = new Set(view.nodeUnits.map(({ address }) => address));
  const holders = [...view.deploymentsByAddress]
    .filter(([address]) => online.has(address))
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  for (const [, held] of holders) {
    for (const deployment of distinctKinds(held.filter(({ id }) => !moved.has(id)))) {
      const move = moveOf(deployment, view, judge);
      if (move) return move;
    }
  }
  return undefined;
}

/** Of those that are alike to every policy, the first. */
function distinctKinds(held: readonly Deployment[]): readonly Deployment[] {
  const byKind = new Map<string, Deployment>();
  for (const deployment of [...held].sort(claimingOrder)) {
    const { packageName, packageVersion, command, constraints } = deployment;
    const kind = JSON.stringify([packageName, packageVersion, command, constraints]);
    if (!byKind.has(kind)) byKind.set(kind, deployment);
  }
  return [...byKind.values()];
}

function moveOf(
  deployment: Deployment,
  view: ClusterView,
  judge: Pick<Judge, 'policy' | 'isOwnProgram'>,
): ProposedMove | undefined {
  const placement = placementOf(deployment, view, judge);
  if (placement.kind === 'nowhere' || placement.eligible.includes(deployment.address)) return undefined;
  const { ownScore, bestScore, eligible } = placement;
  if (ownScore === undefined || bestScore === undefined || ownScore <= bestScore) return undefined;
  const reason = `${judge.policy.name} gives its holder ${short(ownScore)} without it, and the best ${short(bestScore)}`;
  return { deployment, to: [...eligible].sort(), reason };
}

function short(score: number): string {
  return String(Number(score.toPrecision(4)));
}

function withMove(view: ClusterView, deployment: Deployment, to: string): ClusterView {
  const from = view.deploymentsByAddress.get(deployment.address) ?? [];
  const target = view.deploymentsByAddress.get(to) ?? [];
  return {
    ...view,
    deploymentsByAddress: new Map([
      ...view.deploymentsByAddress,
      [deployment.address, from.filter(({ id }) => id !== deployment.id)],
      [to, [...target, { ...deployment, address: to }]],
    ]),
  };
}
