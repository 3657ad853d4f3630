import type {
  Deployment,
  DeploymentEvent,
  DeploymentState,
  HandOverOrder,
  StoredDeploymentStatus,
} from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';

/**
 * Where a deployment stands, for a person: what its node-unit reports, or why there is no such report.
 *
 * - `disabled`: an operator has stopped it.
 * - `unassigned`: no node-unit has it. `lost`: its node-unit is not online.
 * - `pending`: it is assigned, and its node-unit has not reported it yet.
 * - `updating`: it runs, but not yet as the row says now.
 * - `daemon`: it runs on several node-units, of which each reports its own state.
 *
 * @public
 */
export type DeploymentPhase = DeploymentState | 'disabled' | 'unassigned' | 'lost' | 'pending' | 'updating' | 'daemon';

/**
 * A deployment with what is known of it.
 *
 * @public
 */
export interface DeploymentPicture {
  readonly id: string;
  /** `name/replica`, or the beginning of the ID of one that has no name. Any part of the command line takes it. */
  readonly label: string;
  readonly phase: DeploymentPhase;
  /** Why it is in this phase; empty if the phase says all. */
  readonly reason: string;
  /** Name of the node-unit that holds it; empty if nobody does. */
  readonly nodeUnit: string;
  /** What its holder reports; of a daemon none. */
  readonly status: StoredDeploymentStatus | undefined;
  /** What all node-units report that have something to do with it. */
  readonly statuses: readonly StoredDeploymentStatus[];
  /** Without `env`, `args` and `health`, which may be secret, unless the table is read directly. */
  readonly deployment: Deployment;
}

/**
 * A node-unit with what is known of it.
 *
 * @public
 */
export interface NodeUnitPicture {
  readonly address: string;
  readonly name: string;
  readonly version: string;
  readonly online: boolean;
  readonly claiming: boolean;
  readonly drained: { readonly since: string; readonly reason: string } | undefined;
  /** Name of its claim policy. */
  readonly policy: string;
  /** Enabled deployments that it holds. */
  readonly deployments: number;
  /** As it describes itself; undefined if it is not online. */
  readonly nodeUnit: NodeUnit | undefined;
}

/**
 * An event with the names that it is about.
 *
 * @public
 */
export interface EventPicture {
  readonly event: DeploymentEvent;
  /** Of the deployment; empty for an event about a node-unit. */
  readonly label: string;
  /** One sentence, such as `moved from node-unit-1 to node-unit-2: its node-unit was lost`. */
  readonly text: string;
}

/**
 * How the cluster is reached. `direct`: only its tables are.
 *
 * @public
 */
export type OperatorConnection =
  | { readonly state: 'connecting' | 'disconnected'; readonly reason: string }
  | { readonly state: 'connected' }
  | { readonly state: 'direct' };

/**
 * Whether what is shown of the tables is current.
 *
 * @public
 */
export type TablesState =
  { readonly state: 'current' } | { readonly state: 'loading' | 'stale'; readonly reason: string };

/**
 * Everything that an operator sees of a cluster at one moment.
 *
 * @public
 */
export interface ClusterPicture {
  readonly connection: OperatorConnection;
  readonly tables: TablesState;
  /** By name. */
  readonly nodeUnits: readonly NodeUnitPicture[];
  /** Names of all node-units that are known, also of those that have left, by address. */
  readonly names: ReadonlyMap<string, string>;
  /** By name, replica and ID. */
  readonly deployments: readonly DeploymentPicture[];
  /** The latest, newest first; at most 500. */
  readonly events: readonly EventPicture[];
  readonly handOvers: readonly HandOverOrder[];
  /** Rows that cannot be read, and why. */
  readonly invalid: ReadonlyMap<string, string>;
}
