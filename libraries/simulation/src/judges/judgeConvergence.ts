import type { SimulationResult } from '../SimulationResult.js';
import type { Fault } from './Fault.js';

/**
 * How long it took until everything was claimed.
 *
 * @beta
 */
export interface Convergence {
  /** From the first insertion to the last claim; `undefined` if something was not claimed. */
  readonly convergedMs: number | undefined;
  /** Rounds of all node-units from the first insertion to the last claim, or to the end. */
  readonly rounds: number;
  readonly claims: number;
  readonly faults: readonly Fault[];
}

/**
 * Judges how long it took until everything was claimed. Pure.
 *
 * @beta
 */
export function judgeConvergence(result: SimulationResult): Convergence {
  const { claims, unclaimed, rounds, endedMs } = result;
  const lastMs = claims.at(-1)?.atMs ?? 0;
  const untilMs = unclaimed.length === 0 ? lastMs : endedMs;
  return {
    convergedMs: unclaimed.length === 0 ? lastMs : undefined,
    rounds: rounds.filter(({ atMs }) => atMs >= 0 && atMs <= untilMs).length,
    claims: claims.length,
    faults: unclaimed.length > 0 && !hasStopped(result) ? [tooSlow(result)] : [],
  };
}

/** Whether nobody has claimed anything for so long that patience could have run out three times. */
export function hasStopped({ claims, timing, endedMs, unclaimed }: SimulationResult): boolean {
  const lastMs = Math.max(claims.at(-1)?.atMs ?? 0, ...unclaimed.map(({ sinceMs }) => sinceMs));
  return endedMs - lastMs > 3 * timing.patienceMs;
}

function tooSlow({ unclaimed, deployments, endedMs }: SimulationResult): Fault {
  const seconds = Math.round(endedMs / 1_000);
  return {
    code: 'NOT_CONVERGED',
    sentence: `After ${seconds} s ${unclaimed.length} of ${deployments} deployments were still waiting to be claimed.`,
    example: { unclaimed: unclaimed.length, endedMs },
  };
}
