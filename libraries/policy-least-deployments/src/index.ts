/**
 * Claim policy: the online node-units with the fewest deployments are eligible.
 *
 * @packageDocumentation
 */
export { createClaimPolicy } from './createClaimPolicy.js';
