/**
 * Claim policy: keeps copies of the same package apart by a node tag, then the fewest deployments.
 *
 * @packageDocumentation
 */
export { createClaimPolicy, settings } from './createClaimPolicy.js';
