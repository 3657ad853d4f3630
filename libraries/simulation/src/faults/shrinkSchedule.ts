import type { CreateClaimPolicy } from '../SimulationOptions.js';
import type { FaultSchedule } from './FaultSchedule.js';
import { judgeFaultHistory } from './judges/judgeFaultHistory.js';
import type { Violation } from './judges/Violation.js';
import { reductionsOf } from './reductionsOf.js';
import { simulateFaults } from './simulateFaults.js';

/**
 * A schedule in which a guarantee does not hold.
 *
 * @beta
 */
export interface FailingSchedule {
  readonly schedule: FaultSchedule;
  readonly violations: readonly Violation[];
}

const MOST_RUNS = 400;

/**
 * Simulates a schedule and judges it; `undefined` if every guarantee holds.
 *
 * @beta
 */
export async function findViolations(
  createPolicy: CreateClaimPolicy,
  schedule: FaultSchedule,
  env?: Readonly<Record<string, string | undefined>>,
): Promise<FailingSchedule | undefined> {
  const violations = judgeFaultHistory(await simulateFaults(createPolicy, schedule, env ? { env } : {}));
  return violations.length === 0 ? undefined : { schedule, violations };
}

/**
 * The smallest schedule that can be reached from one that fails by taking away one thing after the other, while a guarantee
 * of the same kind does not hold.
 *
 * @beta
 */
export async function shrinkSchedule(
  createPolicy: CreateClaimPolicy,
  failing: FailingSchedule,
  env?: Readonly<Record<string, string | undefined>>,
): Promise<FailingSchedule> {
  const code = failing.violations[0]?.code;
  let [smallest, runs] = [failing, 0];
  for (let from = 0; runs < MOST_RUNS;) {
    const next = reductionsOf(smallest.schedule)[from];
    if (!next) return smallest;
    runs += 1;
    const found = await findViolations(createPolicy, next, env);
    if (found?.violations.some((each) => each.code === code)) {
      smallest = found;
      from = 0;
    } else from += 1;
  }
  return smallest;
}
