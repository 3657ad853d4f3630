/**
 * `npm start`: a cluster on this machine, with a live view.
 *
 * @packageDocumentation
 */
export { runPlayground } from './runPlayground.js';
