import type { RoundInput, RoundPlan } from './planRound.js';

/**
 * A round as it was planned: what it decides from, and what it decides. Enough to explain it later from the very
 * ranking that it acts on.
 *
 * @public
 */
export interface PlannedRound {
  /** Counts the rounds of this node-unit since it started, from 1. */
  readonly round: number;
  readonly input: RoundInput;
  readonly plan: RoundPlan;
}
