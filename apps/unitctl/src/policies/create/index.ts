/**
 * Writes claim policy packages.
 *
 * @packageDocumentation
 */
export { createPolicyPackage, CreatePolicyError } from './createPolicyPackage.js';
export { install, npm, packLibraries, plainEnvironment } from './outsideMonorepo.js';
export { type CreatePolicyOptions, runCreatePolicy } from './runCreatePolicy.js';
export { VENDORED } from './vendorLibraries.js';
