/**
 * `npm start`: a cluster on this machine, with a live view; and the questions that it asks a cluster, for others who
 * wait for the same facts.
 *
 * @packageDocumentation
 */
export {
  allAssigned,
  allRunning,
  type ClusterPicture,
  distribution,
  wantedDeployments,
  watchCluster,
} from './ClusterPicture.js';
export { runPlayground } from './runPlayground.js';
export { EXIT_INTERRUPTED, interruptible } from './interruptible.js';
export { createReporter, type Reporter } from './Reporter.js';
export { createWaiter, type Waiter } from './Waiter.js';
