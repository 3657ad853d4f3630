/**
 * Claim policy: of two node-units sampled for each deployment, the one with fewer deployments is eligible.
 *
 * @packageDocumentation
 */
export { createClaimPolicy } from './createClaimPolicy.js';
