/**
 * The checks that a claim policy package runs on itself, with whatever test runner it has.
 *
 * @packageDocumentation
 */
export { assertClaimPolicy, ClaimPolicyError } from './assertClaimPolicy.js';
export { checkClaimPolicy, type CheckOptions } from './checkClaimPolicy.js';
export type { Finding, FindingCode } from './Finding.js';
export { sampleScenarios, type Scenario } from './checks/checkInSimulations.js';
