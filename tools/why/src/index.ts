/**
 * Asks every node-unit of a cluster why it may or may not claim a deployment.
 *
 * @packageDocumentation
 */
export type { Answer } from './Answer.js';
export { askNodeUnits } from './askNodeUnits.js';
export { compareAnswers, type Comparison } from './compareAnswers.js';
export { renderAnswers } from './renderAnswers.js';
export { WhyError, type WhyErrorCode } from './WhyError.js';
