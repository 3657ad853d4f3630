import type { Deployment } from '@node-unit/deployment';

import type { ClaimPolicy } from '../policy/ClaimPolicy.js';

/**
 * The judging node-unit and its policy.
 *
 * @public
 */
export interface Judge {
  /** Own address. */
  readonly self: string;
  readonly policy: ClaimPolicy;
  readonly trusts: (deployment: Deployment) => boolean;
  /** Why this node-unit does not take a candidate for now. Default: it takes all. */
  readonly declines?: ((candidate: Deployment) => string | undefined) | undefined;
  /**
   * Whether the command of a candidate is a program of its own package, which every node-unit runs; `undefined` while
   * that is not known. Default: not known.
   */
  readonly isOwnProgram?: ((candidate: Deployment) => boolean | undefined) | undefined;
}
