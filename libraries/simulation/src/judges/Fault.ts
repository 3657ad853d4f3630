/**
 * The kinds of faults of a policy.
 *
 * @remarks
 * `NOT_CONVERGED`: claiming was still under way at the limit. `STARVATION`: a candidate that nobody claimed, or only
 * because patience ran out. `IMBALANCE`: neither counts nor loads are even at the end. `STAMPEDE`: a burst of claims went
 * to one node although others were as good. `OSCILLATION`: stampedes that swing from node to node, or a deployment that
 * was claimed again and again. `DISAGREEMENT`: node-units named different eligible sets for the same facts.
 * `POLICY_ERROR`: the policy threw in a round.
 *
 * @beta
 */
export type FaultCode =
  'NOT_CONVERGED' | 'STARVATION' | 'IMBALANCE' | 'STAMPEDE' | 'OSCILLATION' | 'DISAGREEMENT' | 'POLICY_ERROR';

/**
 * A fault with an explanation and the example that demonstrates it.
 *
 * @beta
 */
export interface Fault {
  readonly code: FaultCode;
  readonly sentence: string;
  readonly example: Readonly<Record<string, unknown>>;
}
