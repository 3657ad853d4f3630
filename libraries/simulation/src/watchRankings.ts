import type { Deployment } from '@node-unit/deployment';
import { type ClaimPolicy, type ClusterView, type NodeUnitRanking, rankByScore } from '@node-unit/scheduler';

import type { Disagreement } from './SimulationResult.js';

/** The most disagreements that are kept; one would prove it. */
const KEPT = 100;

/**
 * Hears what the policies of all node-units answer to the first question about each view, and keeps where they differ
 * about the same facts.
 */
export interface RankingsWatch {
  readonly disagreements: readonly Disagreement[];
  /** The same policy, listened to. */
  listenTo(policy: ClaimPolicy, address: string): ClaimPolicy;
}

export function watchRankings(nowMs: () => number): RankingsWatch {
  const disagreements: Disagreement[] = [];
  const answers = new Map<string, Disagreement['first']>();
  const numberOf = createNumbering();
  const heard = new WeakSet<ClusterView>();
  const hear = (question: string, answer: Disagreement['first'], deploymentId: string): void => {
    const known = answers.get(question);
    if (!known) answers.set(question, answer);
    else if (known.address !== answer.address && known.eligible.join() !== answer.eligible.join()) {
      if (disagreements.length < KEPT) {
        disagreements.push({ atMs: nowMs(), deploymentId, first: known, second: answer });
      }
    }
  };
  return {
    disagreements,
    listenTo: (policy, address) => {
      const heardOf = (rankings: readonly NodeUnitRanking[], { id }: Deployment, view: ClusterView) => {
        if (heard.has(view)) return rankings;
        heard.add(view);
        // The list of the host is one array for all, so it is enough to say which.
        const question = `${id} ${numberOf(view.nodeUnits)} ${holdingsHash(view)}`;
        hear(question, { address, eligible: bestOf(rankings) }, id);
        return rankings;
      };
      return {
        name: policy.name,
        describe: () => policy.describe(),
        rank: (deployment, nodeUnits, view) => heardOf(policy.rank(deployment, nodeUnits, view), deployment, view),
        ...(policy.prepare && { prepare: preparing(policy.prepare.bind(policy), heardOf) }),
      };
    },
  };
}

function preparing(
  prepare: NonNullable<ClaimPolicy['prepare']>,
  heardOf: (
    rankings: readonly NodeUnitRanking[],
    deployment: Deployment,
    view: ClusterView,
  ) => readonly NodeUnitRanking[],
): NonNullable<ClaimPolicy['prepare']> {
  return (view) => {
    const ranking = prepare(view);
    return (deployment, nodeUnits) => heardOf(ranking(deployment, nodeUnits), deployment, view);
  };
}

/** All with the best score, in the order of their addresses. */
function bestOf(rankings: readonly NodeUnitRanking[]): readonly string[] {
  const ranked = rankByScore(rankings);
  const best = ranked[0];
  if (best?.kind !== 'scored') return [];
  return ranked.flatMap((each) => (each.kind === 'scored' && each.score === best.score ? [each.address] : []));
}

/** Numbers objects in the order in which they are first met. */
function createNumbering(): (object: object) => number {
  const numbers = new WeakMap<object, number>();
  let met = 0;
  return (object) => {
    const number = numbers.get(object) ?? (met += 1);
    numbers.set(object, number);
    return number;
  };
}

/** Does not depend on the order of addresses and deployments. */
function holdingsHash({ deploymentsByAddress }: ClusterView): string {
  let low = 0;
  let high = 0;
  for (const [address, deployments] of deploymentsByAddress) {
    for (const { id } of deployments) {
      const hash = hashOf(id, address);
      low = (low + hash) >>> 0;
      high = (high + Math.imul(hash, hash | 1)) >>> 0;
    }
  }
  return `${low} ${high}`;
}

function hashOf(id: Deployment['id'], address: string): number {
  let hash = 0x811c9dc5;
  for (const text of [id, address]) {
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
    }
  }
  return hash;
}
