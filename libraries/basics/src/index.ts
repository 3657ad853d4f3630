/**
 * Helpers for all packages: messages of errors, backoff, reconnection, and maps whose versions are values. Runs in Node.js and in browsers.
 *
 * @packageDocumentation
 */
export { type BackOff, backOffMs } from './backOffMs.js';
export { messageOf } from './messageOf.js';
export { reconnect } from './reconnect.js';
export { type MapChange, type MapChanges, VersionedMap } from './VersionedMap.js';
