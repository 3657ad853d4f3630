import type { DeploymentStatus } from '@node-unit/deployment';

import type { PackageStore } from '../install/PackageStore.js';
import type { LogStore } from '../logs/LogStore.js';
import type { SupervisorOptions } from '../Supervisor.js';
import type { DeploymentPlaces } from './DeploymentPlaces.js';
import type { Environment } from './inheritedEnvironment.js';

/** What the run of a deployment works with. */
export interface RunContext {
  readonly options: Required<SupervisorOptions>;
  readonly packages: PackageStore;
  readonly places: DeploymentPlaces;
  readonly logs: LogStore;
  readonly agentEnv: Environment;
  readonly onStatus: (status: DeploymentStatus) => void;
  /** Called when no process is left; the run has ended when it resolves. */
  readonly onLeaving: () => Promise<void>;
}
