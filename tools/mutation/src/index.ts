/**
 * Takes each guard away in turn, and finds who notices.
 *
 * @packageDocumentation
 */
export { describeNotice } from './describeNotice.js';
export { faultOfText } from './faultOfText.js';
export { guards } from './guards/index.js';
export type { Check, Mutation, Notice } from './Mutation.js';
export { noticeOf, type RanModule, type RanTest } from './noticeOf.js';
export { type Mutator, openMutator } from './openMutator.js';
