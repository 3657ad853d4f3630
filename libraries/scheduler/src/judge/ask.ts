import { messageOf } from '@node-unit/basics';

import type { ClaimPolicy, NodeUnitRanking, PreparedRanking } from '../policy/ClaimPolicy.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { rankByScore } from './rankByScore.js';

/** What a policy answers to one question, from best to worst. */
export type Ranked =
  | { readonly kind: 'ranked'; readonly rankings: readonly NodeUnitRanking[] }
  | { readonly kind: 'failed'; readonly detail: string };

type Ask = (...question: Parameters<PreparedRanking>) => Ranked;

/** The policy for one view, prepared if it prepares. What it throws becomes an answer. */
export function askAbout(policy: ClaimPolicy, view: ClusterView): Ask {
  return asking(() => policy.prepare?.(view) ?? ((...question) => policy.rank(...question, view)));
}

/** The policy for one view, asked for the best alone; `undefined` if it does not name them. */
export function askForBest(policy: ClaimPolicy, view: ClusterView): Ask | undefined {
  return policy.prepareBest && asking(() => policy.prepareBest?.(view) ?? (() => []));
}

function asking(prepare: () => PreparedRanking): Ask {
  let prepared: PreparedRanking | undefined;
  return (deployment, nodeUnits) => {
    try {
      prepared ??= prepare();
      return { kind: 'ranked', rankings: rankByScore(prepared(deployment, nodeUnits)) };
    } catch (error) {
      return { kind: 'failed', detail: messageOf(error) };
    }
  };
}
