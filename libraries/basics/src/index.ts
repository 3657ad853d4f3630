/**
 * What every other package may use: what an error says, and how to try again. Runs in Node.js and in browsers.
 *
 * @packageDocumentation
 */
export { type BackOff, backOffMs } from './backOffMs.js';
export { messageOf } from './messageOf.js';
export { reconnect } from './reconnect.js';
