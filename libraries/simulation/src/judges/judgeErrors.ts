import type { SimulationResult } from '../SimulationResult.js';
import type { Fault } from './Fault.js';

/**
 * Names what the policy threw. Pure.
 *
 * @beta
 */
export function judgeErrors({ rounds }: SimulationResult): readonly Fault[] {
  const failed = rounds.filter(({ skipReason }) => skipReason === 'policy_error');
  const [first] = failed;
  if (!first) return [];
  const sentence = `The policy threw in ${failed.length} of ${rounds.length} rounds: ${first.skipDetail ?? 'no message'}`;
  return [{ code: 'POLICY_ERROR', sentence, example: { ...first } }];
}
