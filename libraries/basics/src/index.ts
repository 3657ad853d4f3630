/**
 * Helpers for all packages: messages of errors, backoff and reconnection. Runs in Node.js and in browsers.
 *
 * @packageDocumentation
 */
export { type BackOff, backOffMs } from './backOffMs.js';
export { messageOf } from './messageOf.js';
export { reconnect } from './reconnect.js';
