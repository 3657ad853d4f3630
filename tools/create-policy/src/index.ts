/**
 * Writes claim policy packages.
 *
 * @packageDocumentation
 */
export { createPolicyPackage, CreatePolicyError } from './createPolicyPackage.js';
export { install, npm, packLibraries, plainEnvironment } from './outsideMonorepo.js';
export { runCreatePolicy, type CreatePolicyProcess } from './runCreatePolicy.js';
