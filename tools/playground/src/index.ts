/**
 * `npm start`: a cluster on this machine, with a live view.
 *
 * @packageDocumentation
 */
export { type PlaygroundProcess, runPlayground } from './runPlayground.js';
