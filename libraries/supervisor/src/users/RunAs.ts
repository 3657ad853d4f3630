import type { UidRange } from './UidRange.js';

/**
 * As whom the processes of deployments and installations run: as the agent's user, as one other user of the machine, or
 * each as a user of its own from a range of numbers.
 *
 * @beta
 */
export type RunAs =
  | { readonly kind: 'agent' }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'range'; readonly range: UidRange };
