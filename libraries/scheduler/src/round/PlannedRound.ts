import type { RoundInput, RoundPlan } from './planRound.js';

/**
 * A planned round: the facts it decides from and its decisions. It is sufficient to explain the round later from the
 * ranking that the round used.
 *
 * @public
 */
export interface PlannedRound {
  /** Number of this round since the start of the node-unit, from 1. */
  readonly round: number;
  readonly input: RoundInput;
  readonly plan: RoundPlan;
}
