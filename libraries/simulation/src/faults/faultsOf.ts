import { createRandom } from '../createRandom.js';
import type { FaultSchedule, InjectedFault, ScheduledDeployment, ScheduledNode } from './FaultSchedule.js';

/**
 * How large the clusters are that {@link faultsOf} makes up, and for how long faults begin.
 *
 * @beta
 */
export interface FaultOptions {
  /** From 2 up to so many node-units. Default 5. */
  readonly mostNodes?: number;
  /** From 1 up to so many deployments. Default 10. */
  readonly mostDeployments?: number;
  /** Up to so many faults. Default 6. */
  readonly mostFaults?: number;
  /** Faults begin in this time. Default 40,000 ms. */
  readonly withinMs?: number;
}

/** A source of numbers, of whole ones from `least` to `most`, and of choices. */
interface Dice {
  readonly chance: (probability: number) => boolean;
  readonly whole: (least: number, most: number) => number;
  readonly oneOf: <const T>(list: readonly [T, ...T[]]) => T;
}

const ZONES = ['a', 'b'] as const;
/** How long a fault lasts. */
const [SHORTEST_MS, LONGEST_MS] = [200, 25_000];

/**
 * Makes up a cluster and what goes wrong in it. Pure: a seed always gives the same.
 *
 * @beta
 */
export function faultsOf(seed: number, options: FaultOptions = {}): FaultSchedule {
  const { mostNodes = 5, mostDeployments = 10, mostFaults = 6, withinMs = 40_000 } = options;
  const dice = createDice(createRandom(seed));
  const nodes = listOf(dice.whole(2, mostNodes), (index) => nodeOf(index, dice));
  const deployments = listOf(dice.whole(1, mostDeployments), (index) => deploymentOf(index, withinMs, dice));
  const faults = listOf(dice.whole(0, mostFaults), () => faultOf(nodes, dice.whole(0, withinMs), dice));
  return { seed, nodes, deployments, faults };
}

function createDice(random: () => number): Dice {
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  return {
    chance: (probability) => random() < probability,
    whole,
    oneOf: (list) => list[whole(0, list.length - 1)] ?? list[0],
  };
}

function listOf<T>(length: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length }, (_, index) => make(index));
}

function nodeOf(index: number, dice: Dice): ScheduledNode {
  return {
    name: `node-${index + 1}`,
    startMs: dice.chance(0.8) ? dice.whole(0, 3_000) : dice.whole(0, 20_000),
    clockRate: dice.oneOf([1, 1, 0.8, 1.25]),
    zone: dice.oneOf(ZONES),
  };
}

function deploymentOf(index: number, withinMs: number, dice: Dice): ScheduledDeployment {
  const insertedMs = dice.chance(0.6) ? 0 : dice.whole(0, withinMs);
  const disabledMs = insertedMs + dice.whole(1, 20_000);
  return {
    id: `d-${String(index + 1).padStart(2, '0')}`,
    insertedMs,
    ...(dice.chance(0.15) && { zone: dice.oneOf(ZONES) }),
    ...(dice.chance(0.15) && {
      disabledMs,
      ...(dice.chance(0.7) && { enabledMs: disabledMs + dice.whole(1, 20_000) }),
    }),
  };
}

type Make = (node: string, atMs: number, dice: Dice) => InjectedFault;

const makers: readonly [Make, ...Make[]] = [
  crashOf,
  (node, atMs, dice) => ({ kind: 'freeze', node, atMs, ...someEnd(atMs, dice) }),
  partitionOf,
  partitionOf,
  (node, atMs, dice) => {
    const [to, mostMs] = [dice.oneOf(['host', 'store']), dice.oneOf([50, 500, 3_000])];
    return { kind: 'delay', node, to, atMs, untilMs: endOf(atMs, dice), mostMs };
  },
  (node, atMs, dice) => {
    const [of, lost, doubled] = [dice.oneOf(['host', 'store']), dice.whole(0, 10) / 10, dice.whole(0, 10) / 10];
    return { kind: 'notifications', node, of, atMs, untilMs: endOf(atMs, dice), lost, doubled };
  },
  (_node, atMs, dice) => {
    const of = dice.oneOf(['host', 'store']);
    return { kind: 'restart', of, atMs, untilMs: atMs + dice.whole(SHORTEST_MS, 8_000) };
  },
];

function faultOf(nodes: readonly ScheduledNode[], atMs: number, dice: Dice): InjectedFault {
  const node = nodes[dice.whole(0, nodes.length - 1)]?.name ?? '';
  return dice.oneOf(makers)(node, atMs, dice);
}

function endOf(atMs: number, dice: Dice): number {
  return atMs + (dice.chance(0.5) ? dice.whole(SHORTEST_MS, 4_000) : dice.whole(SHORTEST_MS, LONGEST_MS));
}

/** Some things do not come to an end. */
function someEnd(atMs: number, dice: Dice): { readonly untilMs?: number } {
  return dice.chance(0.85) ? { untilMs: endOf(atMs, dice) } : {};
}

function partitionOf(node: string, atMs: number, dice: Dice): InjectedFault {
  return { kind: 'partition', node, from: dice.oneOf(['host', 'store', 'both']), atMs, ...someEnd(atMs, dice) };
}

function crashOf(node: string, atMs: number, dice: Dice): InjectedFault {
  // A killed process closes its connection; a machine without power does not.
  const noticedMs = dice.chance(0.7) ? dice.whole(0, 50) : dice.whole(0, 8_000);
  const backMs = atMs + (dice.chance(0.5) ? dice.whole(1, 2_000) : dice.whole(1, LONGEST_MS));
  return {
    kind: 'crash',
    node,
    atMs,
    noticedMs,
    renamed: dice.chance(0.3),
    ...(dice.chance(0.75) && { backMs }),
  };
}
