import type { NodeUnitRanking } from '../policy/ClaimPolicy.js';
import type { Patience } from './widenByPatience.js';

/**
 * Why this node-unit may not claim a candidate.
 *
 * @public
 */
export type RefusalReason =
  | 'not_eligible'
  | 'untrusted_package'
  | 'constraints'
  /** This node-unit is dedicated to deployments of other names. */
  | 'other_names'
  | 'command_not_allowed'
  /** It could not be installed or started here before, or an operator wants it elsewhere. */
  | 'given_up'
  | 'policy_error';

/**
 * The verdict of this node-unit about one candidate, with the ranking that led to it.
 *
 * @public
 */
export type CandidateVerdict =
  | {
      readonly kind: 'eligible';
      readonly deploymentId: string;
      /** From best to worst. */
      readonly rankings: readonly NodeUnitRanking[];
      /** The node-units with the best score, and those added by patience. */
      readonly eligible: readonly string[];
      readonly patience: Patience;
    }
  | {
      readonly kind: 'refused';
      readonly deploymentId: string;
      readonly reason: RefusalReason;
      /** Human-readable. */
      readonly detail: string;
      readonly rankings: readonly NodeUnitRanking[];
      readonly eligible: readonly string[];
      /** `undefined` if the candidate was rejected before ranking. */
      readonly patience: Patience | undefined;
    };
