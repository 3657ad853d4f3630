import { type ClusterView, countByPackage, type Deployment, type NodeUnit } from '@node-unit/scheduler';

/** How well a node-unit suits one more copy of a package; the lowest score is the best. */
export interface Score {
  readonly address: string;
  readonly score: number;
  readonly copiesInPlace: number;
  readonly copies: number;
  readonly deployments: number;
}

type Scores = (deployment: Deployment, nodeUnits: readonly NodeUnit[]) => readonly Score[];

/** Scores node-units by the places that a tag tells apart; what the deployments of a view have in common is worked out once. */
export function prepareScores({ nodeUnits: online, deploymentsByAddress }: ClusterView, tag: string): Scores {
  const factsOf = ({ address, nodeTags }: NodeUnit): Facts => {
    const held = deploymentsByAddress.get(address) ?? [];
    return { address, place: nodeTags[tag] ?? '', deployments: held.length, copies: countByPackage(held) };
  };
  const onlineFacts = online.map(factsOf);
  const known = new Map<readonly NodeUnit[], readonly Facts[]>([[online, onlineFacts]]);
  const mostHeld = maximum(onlineFacts);
  return ({ packageName }, nodeUnits) => {
    const facts = known.get(nodeUnits) ?? nodeUnits.map(factsOf);
    known.set(nodeUnits, facts);
    const copiesByPlace = countByPlace(onlineFacts, packageName);
    // Each criterion outweighs all that the ones after it can add up to.
    const base = Math.max(mostHeld, maximum(facts)) + 1;
    return facts.map((each) => {
      const copiesInPlace = copiesByPlace.get(each.place) ?? 0;
      const [copies, { address, deployments }] = [each.copies.get(packageName) ?? 0, each];
      return {
        address,
        score: (copiesInPlace * base + copies) * base + deployments,
        copiesInPlace,
        copies,
        deployments,
      };
    });
  };
}

interface Facts {
  readonly address: string;
  readonly place: string;
  readonly deployments: number;
  readonly copies: ReadonlyMap<string, number>;
}

function maximum(facts: readonly Facts[]): number {
  let most = 0;
  for (const { deployments } of facts) most = Math.max(most, deployments);
  return most;
}

function countByPlace(facts: readonly Facts[], packageName: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { place, copies } of facts) counts.set(place, (counts.get(place) ?? 0) + (copies.get(packageName) ?? 0));
  return counts;
}
