import type { FaultSchedule } from './FaultSchedule.js';

/** When everybody has joined and knows it; from then on rows may be assigned to them. */
const INSERTED_MS = 5_000;
const LOST_MS = 20_000;

/**
 * A cluster that runs everything in equal shares, and then loses a part of its nodes at once.
 *
 * @beta
 */
export interface Loss {
  readonly nodes: number;
  readonly deployments: number;
  /** Share of the nodes that die, from 0 to 1; at least one stays. */
  readonly share: number;
  readonly seed: number;
}

/**
 * The schedule of a loss. Pure.
 *
 * @beta
 */
export function lossOf({ nodes, deployments, share, seed }: Loss): FaultSchedule {
  const names = Array.from({ length: nodes }, (_, index) => `node-${index + 1}`);
  const lost = names.slice(0, Math.min(nodes - 1, Math.round(nodes * share)));
  return {
    seed,
    nodes: names.map((name) => ({ name, startMs: 0, clockRate: 1, zone: 'a' })),
    deployments: Array.from({ length: deployments }, (_, index) => ({
      id: `d-${String(index + 1).padStart(6, '0')}`,
      insertedMs: INSERTED_MS,
      heldBy: names[index % nodes] ?? '',
    })),
    faults: lost.map((node) => ({ kind: 'crash', node, atMs: LOST_MS, noticedMs: 0, renamed: false })),
  };
}
