/**
 * Writes claim policy packages.
 *
 * @packageDocumentation
 */
export { createPolicyPackage, CreatePolicyError } from './createPolicyPackage.js';
export { runCreatePolicy, type CreatePolicyProcess } from './runCreatePolicy.js';
