import type { Deployment } from '@node-unit/deployment';
import { describeConstraints } from '@node-unit/fleet';

import { askAbout } from '../judge/ask.js';
import type { Judge } from '../judge/Judge.js';
import { qualify } from '../judge/qualify.js';
import type { ClusterView } from '../policy/ClusterView.js';

/**
 * Where a deployment would go if its holder handed it back now.
 *
 * @public
 */
export type Placement =
  /** The node-units with the best score, the holder perhaps among them. */
  | {
      readonly kind: 'placed';
      readonly eligible: readonly string[];
      /** Of the holder; undefined if it has none. */
      readonly ownScore: number | undefined;
      readonly bestScore: number | undefined;
    }
  | { readonly kind: 'nowhere'; readonly reason: string };

/**
 * Asks the policy where a deployment would go if its holder handed it back now. Pure.
 *
 * @param without - Addresses that do not count, such as that of a drained node-unit.
 *
 * @public
 */
export function placementOf(
  deployment: Deployment,
  view: ClusterView,
  judge: Pick<Judge, 'policy' | 'isOwnProgram'>,
  without: ReadonlySet<string> = new Set(),
): Placement {
  const released = withoutDeployment(view, deployment);
  const candidate = { ...deployment, address: '' };
  const { qualified: able } = qualify(candidate, view.nodeUnits, { ...judge, self: deployment.address });
  const qualified = able.filter(({ address }) => !without.has(address));
  if (qualified.length === 0) return { kind: 'nowhere', reason: reasonOf(deployment) };
  const ranked = askAbout(judge.policy, released)(candidate, qualified);
  if (ranked.kind === 'failed') return { kind: 'nowhere', reason: `the policy fails: ${ranked.detail}` };
  const [best] = ranked.rankings;
  const scoreOf = (address: string): number | undefined => {
    const ranking = ranked.rankings.find((each) => each.address === address);
    return ranking?.kind === 'scored' ? ranking.score : undefined;
  };
  const bestScore = best?.kind === 'scored' ? best.score : undefined;
  const eligible = ranked.rankings
    .filter(({ address }) => scoreOf(address) === bestScore)
    .map(({ address }) => address);
  return { kind: 'placed', eligible, ownScore: scoreOf(deployment.address), bestScore };
}

function withoutDeployment(view: ClusterView, { id, address }: Deployment): ClusterView {
  const held = view.deploymentsByAddress.get(address) ?? [];
  const rest = held.filter((row) => row.id !== id);
  return { ...view, deploymentsByAddress: new Map([...view.deploymentsByAddress, [address, rest]]) };
}

function reasonOf({ constraints, command }: Deployment): string {
  const needs = [
    ...(Object.keys(constraints).length === 0 ? [] : [describeConstraints(constraints)]),
    ...(command === '' ? [] : [`permission to run the command ${JSON.stringify(command)}`]),
  ];
  return needs.length === 0
    ? 'no other node-unit is online and claims'
    : `no other online node-unit that claims has ${needs.join(' and ')}`;
}
