import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { Patience } from './widenByPatience.js';

/**
 * Why this node-unit may not claim a candidate.
 *
 * @public
 */
export type RefusalReason = 'not_eligible' | 'untrusted_package' | 'constraints' | 'policy_error';

/**
 * What this node-unit thinks of one candidate, with the ranking that it comes from.
 *
 * @public
 */
export type CandidateVerdict =
  | {
      readonly kind: 'eligible';
      readonly deploymentId: string;
      /** From best to worst. */
      readonly rankings: readonly NodeUnitRanking[];
      /** All with the best score, and those that patience has added. */
      readonly eligible: readonly string[];
      readonly patience: Patience;
    }
  | {
      readonly kind: 'refused';
      readonly deploymentId: string;
      readonly reason: RefusalReason;
      /** For a person. */
      readonly detail: string;
      readonly rankings: readonly NodeUnitRanking[];
      readonly eligible: readonly string[];
      /** `undefined` if it was refused before anybody was ranked. */
      readonly patience: Patience | undefined;
    };
