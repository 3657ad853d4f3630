import type { Deployment } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';

import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { ClusterView } from '../policy/ClusterView.js';
import { askAbout, askForBest, type Ranked } from './ask.js';
import type { Judge } from './Judge.js';
import { Questions } from './Questions.js';
import { BestStanding, CompleteStanding, type Standing } from './Standing.js';

type Failed = Ranked & { readonly kind: 'failed' };

/** What the policy answered about a candidate, for the node-unit that judges. */
export type Answer = Standing | Failed;

/** Asks the policy about the candidates of one round, and no question twice. */
export function standings(
  view: ClusterView,
  { self, policy }: Pick<Judge, 'self' | 'policy'>,
): (candidate: Deployment, qualified: readonly NodeUnit[]) => Answer {
  const ask = askAbout(policy, view);
  const complete = new Questions((candidate, qualified): CompleteStanding | Failed => {
    const ranked = ask(candidate, qualified);
    return ranked.kind === 'failed' ? ranked : new CompleteStanding(self, ranked.rankings);
  });
  const askBest = askForBest(policy, view);
  if (!askBest) return (candidate, qualified) => complete.answer(candidate, qualified);
  const bests = new Questions((candidate, qualified): Best | Failed => {
    const ranked = askBest(candidate, qualified);
    return ranked.kind === 'failed' ? ranked : { ...ranked, addresses: firstRank(ranked.rankings) };
  });
  return (candidate, qualified) => {
    const best = bests.answer(candidate, qualified);
    if (best.kind === 'failed') return best;
    return new BestStanding(self, best.addresses, qualified.length, () => {
      const standing = complete.answer(candidate, qualified);
      if (standing.kind === 'ranked') return standing;
      return new CompleteStanding(self, best.rankings, `the policy names the best only: ${standing.detail}`);
    });
  };
}

type Best = Ranked & { readonly kind: 'ranked'; readonly addresses: readonly string[] };

/** Those of a ranking, from best to worst, that have the lowest score. */
function firstRank(rankings: readonly NodeUnitRanking[]): readonly string[] {
  const [first] = rankings;
  const addresses: string[] = [];
  for (const ranking of rankings) {
    if (first?.kind !== 'scored' || ranking.kind !== 'scored' || ranking.score !== first.score) break;
    addresses.push(ranking.address);
  }
  return addresses;
}
