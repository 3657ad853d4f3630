import type { SimulationResult } from '../SimulationResult.js';
import type { Fault } from './Fault.js';
import { type Balance, judgeBalance } from './judgeBalance.js';
import { type Convergence, judgeConvergence } from './judgeConvergence.js';
import { judgeDisagreement } from './judgeDisagreement.js';
import { judgeErrors } from './judgeErrors.js';
import { judgeOscillation } from './judgeOscillation.js';
import { judgeStampede } from './judgeStampede.js';
import { judgeStarvation } from './judgeStarvation.js';

/**
 * The verdicts of all judges on a simulation.
 *
 * @beta
 */
export interface Judgement {
  readonly convergence: Convergence;
  readonly balance: Balance;
  /** Of all judges. */
  readonly faults: readonly Fault[];
}

/**
 * Applies all judges. Pure.
 *
 * @beta
 */
export function judgeSimulation(result: SimulationResult): Judgement {
  const convergence = judgeConvergence(result);
  const balance = judgeBalance(result);
  const faults = [
    ...judgeErrors(result),
    ...judgeDisagreement(result),
    ...judgeStarvation(result),
    ...convergence.faults,
    ...judgeStampede(result),
    ...judgeOscillation(result),
    ...balance.faults,
  ];
  return { convergence, balance, faults };
}
