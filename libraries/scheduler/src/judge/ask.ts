import { messageOf } from '@node-unit/basics';

import type { ClaimPolicy, NodeUnitRanking, PreparedRanking } from '../policy/ClaimPolicy.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { rankByScore } from './rankByScore.js';

/** What a policy answers to one question, from best to worst. */
export type Ranked =
  | { readonly kind: 'ranked'; readonly rankings: readonly NodeUnitRanking[] }
  | { readonly kind: 'failed'; readonly detail: string };

/** The policy for one view, prepared if it prepares. What it throws becomes an answer. */
export function askAbout(policy: ClaimPolicy, view: ClusterView): (...question: Parameters<PreparedRanking>) => Ranked {
  let prepared: PreparedRanking | undefined;
  const preparedRanking = (): PreparedRanking =>
    (prepared ??= policy.prepare?.(view) ?? ((deployment, nodeUnits) => policy.rank(deployment, nodeUnits, view)));
  return (deployment, nodeUnits) => {
    try {
      return { kind: 'ranked', rankings: rankByScore(preparedRanking()(deployment, nodeUnits)) };
    } catch (error) {
      return { kind: 'failed', detail: messageOf(error) };
    }
  };
}
