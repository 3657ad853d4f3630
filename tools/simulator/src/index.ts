/**
 * `npm run simulate`: a claim policy in a simulated cluster, its faults in plain words.
 *
 * @packageDocumentation
 */
export { runSimulator, type SimulatorProcess } from './runSimulator.js';
