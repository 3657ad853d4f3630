/**
 * Takes each guard away in turn, and finds who notices.
 *
 * @packageDocumentation
 */
export { describeNotice } from './describeNotice.js';
export { faultOfText } from './faultOfText.js';
export { guards } from './guards/index.js';
export type { Check, Mutation, Notice } from './Mutation.js';
export { noticeOf, type VitestReport } from './noticeOf.js';
export { runMutation } from './runMutation.js';
