import type { NodeUnitCapacity } from '@node-unit/scheduler';

/** A node-unit that would join; `undefined` = as large as the middle one of those that are online. */
export type Addition = NodeUnitCapacity | undefined;

/** What would be different from now. */
export interface Question {
  /** Names or addresses of node-units that would be lost. */
  readonly lose: readonly string[];
  readonly add: readonly Addition[];
  /** So many more deployments. */
  readonly deployments: number;
}
