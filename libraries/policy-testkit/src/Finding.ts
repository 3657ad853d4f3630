import type { FaultCode } from '@node-unit/simulation';

/**
 * What is wrong with a policy.
 *
 * @remarks
 * `NOT_CREATED`: `createClaimPolicy` threw, or gave no policy. `THROWS`: `rank` threw. `CHANGES_VIEW`: it wrote to what it
 * was given. `WRONG_ENTRIES`: not exactly one well-formed entry for each node-unit given. `NOT_FINITE`: a score that is
 * no finite number. `NOT_REPEATABLE`: the same question had two answers. `NOT_DETERMINISTIC`: two instances of the policy
 * gave two answers. `ORDER_DEPENDENT`: the order of the node-units changed the answer. `MISSING_DATA_BEST`: what could
 * not be read looked attractive. `PRIVATE_FIELDS`: `args`, `env` or `health` of the deployment changed the answer.
 * `PREPARED_DIFFERS`: `prepare` or `prepareBest` led to another answer than `rank`. `HIDDEN_DEPENDENCE`: in a round about several deployments
 * it answered differently than about each by itself. `SLOW`: it took seconds to rank 1,000 node-units. The others are faults of
 * simulations.
 *
 * @beta
 */
export type FindingCode =
  | 'NOT_CREATED'
  | 'THROWS'
  | 'CHANGES_VIEW'
  | 'WRONG_ENTRIES'
  | 'NOT_FINITE'
  | 'NOT_REPEATABLE'
  | 'NOT_DETERMINISTIC'
  | 'ORDER_DEPENDENT'
  | 'MISSING_DATA_BEST'
  | 'PRIVATE_FIELDS'
  | 'PREPARED_DIFFERS'
  | 'HIDDEN_DEPENDENCE'
  | 'SLOW'
  | Exclude<FaultCode, 'IMBALANCE'>;

/**
 * One thing that is wrong with a policy, in plain words, with the example that shows it.
 *
 * @beta
 */
export interface Finding {
  readonly code: FindingCode;
  readonly sentence: string;
  readonly example: Readonly<Record<string, unknown>>;
}
