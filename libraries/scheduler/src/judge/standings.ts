import type { Deployment } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';

import type { ClusterView } from '../policy/ClusterView.js';
import { askAbout, askForBest, type Ranked } from './ask.js';
import type { Judge } from './Judge.js';
import { Questions } from './Questions.js';
import { BestStanding, CompleteStanding, type Standing } from './Standing.js';

/** What the policy answered about a candidate, for the node-unit that judges. */
export type Answer = Standing | (Ranked & { readonly kind: 'failed' });

/** Asks the policy about the candidates of one round, and no question twice. */
export function standings(
  view: ClusterView,
  { self, policy }: Pick<Judge, 'self' | 'policy'>,
): (candidate: Deployment, qualified: readonly NodeUnit[]) => Answer {
  const standingOf = (ranked: Ranked): CompleteStanding | (Ranked & { readonly kind: 'failed' }) =>
    ranked.kind === 'failed' ? ranked : new CompleteStanding(self, ranked.rankings);
  const ask = askAbout(policy, view);
  const rankings = new Questions((...question) => standingOf(ask(...question)));
  const askBest = askForBest(policy, view);
  if (!askBest) return (...question) => rankings.answer(...question);
  const bests = new Questions((...question) => standingOf(askBest(...question)));
  return (candidate, qualified) => {
    const best = bests.answer(candidate, qualified);
    if (best.kind === 'failed') return best;
    return new BestStanding(best, qualified.length, () => {
      const complete = rankings.answer(candidate, qualified);
      if (complete.kind === 'ranked') return complete;
      return new CompleteStanding(self, best.rankings, `the policy names the best only: ${complete.detail}`);
    });
  };
}
