/**
 * A guarantee that did not hold.
 *
 * @remarks
 * `TWO_HOLDERS`: two node-units ran a deployment at one claim epoch, or both in the end, or one was claimed that somebody held.
 * `CLAIMED_UNSEEN`: a claim was accepted at another epoch than the claimant had seen, or of a disabled row. `ROBBED`: a
 * deployment was released although its node-unit was online. `STARVATION`: a deployment did not run although somebody could
 * have run it. `ORDER`: the queue was not in its order, or a candidate was passed over. `MORE_THAN_ONE_CLAIM`: in a round.
 * `FAILED_ROUND`: a round ended with an error.
 *
 * @beta
 */
export type ViolationCode =
  'TWO_HOLDERS' | 'CLAIMED_UNSEEN' | 'ROBBED' | 'STARVATION' | 'ORDER' | 'MORE_THAN_ONE_CLAIM' | 'FAILED_ROUND';

/**
 * A violation with an explanation.
 *
 * @beta
 */
export interface Violation {
  readonly code: ViolationCode;
  readonly sentence: string;
}
