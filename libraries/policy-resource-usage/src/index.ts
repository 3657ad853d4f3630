/**
 * Claim policy: the online node-units with the lowest weighted CPU and memory usage are eligible.
 *
 * @packageDocumentation
 */
export { createClaimPolicy } from './createClaimPolicy.js';
export { settings } from './settings.js';
