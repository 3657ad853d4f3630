import type { Deployment, DeploymentReplica, OperationsReplica, StoredDeploymentStatus } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';

import type {
  ClusterPicture,
  DeploymentPhase,
  DeploymentPicture,
  NodeUnitPicture,
  OperatorConnection,
  TablesState,
} from './ClusterPicture.js';
import { eventPicture } from './eventPicture.js';
import { compareTexts, labelOf, type Names, shortId } from './labels.js';
import { nodeUnitPictures } from './nodeUnitPictures.js';

/** What a picture is made of. */
export interface PictureFacts {
  readonly connection: OperatorConnection;
  readonly replica: DeploymentReplica;
  readonly operations: OperationsReplica;
  /** As the host lists them; undefined if no host is asked. */
  readonly nodeUnits: readonly NodeUnit[] | undefined;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** Joins what the host and the tables say. Pure. */
export function pictureOf(facts: PictureFacts): ClusterPicture {
  return createPictures()(facts);
}

/**
 * Joins as {@link pictureOf} does, and works out again only what has changed since the last time: most changes of a large
 * cluster are measurements of its node-units.
 */
export function createPictures(): (facts: PictureFacts) => ClusterPicture {
  const rowsOf = remember((deployments: Rows['deployments']) => [...deployments.values()]);
  const heldOf = remember(countByAddress);
  const deploymentsOf = remember(deploymentPictures);
  const eventsOf = remember((events: OperationsReplica['events'], names: Names) =>
    events.map((event) => eventPicture(event, names)),
  );
  const surroundingsOf = rememberEqual();
  return ({ connection, replica, operations, nodeUnits: listed, nowMs }) => {
    const rows = rowsOf(replica.state === 'loading' ? NO_ROWS : replica.deployments);
    const nodeUnits = nodeUnitPictures({ listed, known: operations.nodeUnits, held: heldOf(rows), nowMs });
    const surroundings = surroundingsOf(operations.nodeUnits, nodeUnits);
    return {
      connection,
      tables: tablesState(replica, operations),
      nodeUnits,
      names: surroundings.names,
      deployments: deploymentsOf(rows, operations.statuses, surroundings),
      events: eventsOf(operations.events, surroundings.names),
      handOvers: operations.handOvers,
      invalid: (replica.state === 'loading' ? undefined : replica.invalid) ?? NONE_INVALID,
    };
  };
}

type Rows = Exclude<DeploymentReplica, { readonly state: 'loading' }>;

const NO_ROWS: Rows['deployments'] = new Map();
const NONE_INVALID: ClusterPicture['invalid'] = new Map();

/** A pure function that answers the same question twice in a row only once. */
function remember<Input extends readonly unknown[], Result>(
  work: (...input: Input) => Result,
): (...input: Input) => Result {
  let last: { readonly input: Input; readonly result: Result } | undefined;
  return (...input) => {
    const isSame = last?.input.every((value, index) => value === input[index]) === true;
    if (!last || !isSame) last = { input, result: work(...input) };
    return last.result;
  };
}

/** What deployments are named and judged by; the same object as long as it says the same. */
function rememberEqual(): (known: readonly Named[], nodeUnits: readonly NodeUnitPicture[]) => Surroundings {
  let last: { readonly text: string; readonly surroundings: Surroundings } | undefined;
  return (known, nodeUnits) => {
    // Events name those who have left, too.
    const named = [...known, ...nodeUnits].map(({ address, name }): [string, string] => [address, name]);
    const online = nodeUnits.filter((each) => each.online).map(({ address }) => address);
    const text = JSON.stringify([named, online]);
    if (last?.text !== text) last = { text, surroundings: { names: new Map(named), online: new Set(online) } };
    return last.surroundings;
  };
}

type Named = Pick<NodeUnitPicture, 'address' | 'name'>;

function deploymentPictures(
  rows: readonly Deployment[],
  statuses: OperationsReplica['statuses'],
  surroundings: Surroundings,
): readonly DeploymentPicture[] {
  return rows.map((row) => deploymentPicture(row, statuses.get(row.id) ?? [], surroundings)).sort(byLabel);
}

function tablesState(replica: DeploymentReplica, operations: OperationsReplica): TablesState {
  if (replica.state !== 'current')
    return { state: replica.state, reason: replica.reason ?? 'nothing was received yet' };
  return operations.state === 'current' ? { state: 'current' } : { state: operations.state, reason: operations.reason };
}

function countByAddress(rows: readonly Deployment[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { address, enabled, type } of rows) {
    if (enabled && type === 'deployment') counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

interface Surroundings {
  readonly names: Names;
  readonly online: ReadonlySet<string>;
}

function deploymentPicture(
  deployment: Deployment,
  statuses: readonly StoredDeploymentStatus[],
  { names, online }: Surroundings,
): DeploymentPicture {
  const { id, address } = deployment;
  const nameOf = (nodeUnit: string): string => names.get(nodeUnit) ?? shortId(nodeUnit);
  const status = deployment.type === 'daemon' ? undefined : statuses.find((each) => each.address === address);
  const phase = phaseOf(deployment, status, online);
  const refused = phase === 'unassigned' ? statuses.find(({ state }) => state === 'refused') : undefined;
  const reason = refused ? `${nameOf(refused.address)}: ${refused.reason}` : (status?.reason ?? '');
  const nodeUnit = address === '' ? '' : nameOf(address);
  return { id, label: labelOf(deployment), phase, reason, nodeUnit, status, statuses, deployment };
}

function phaseOf(
  deployment: Deployment,
  status: StoredDeploymentStatus | undefined,
  online: ReadonlySet<string>,
): DeploymentPhase {
  const { enabled, type, address } = deployment;
  if (!enabled) return status?.state === 'stopping' ? 'stopping' : 'disabled';
  if (type === 'daemon') return 'daemon';
  if (address === '') return 'unassigned';
  if (!online.has(address)) return 'lost';
  return status === undefined ? 'pending' : phaseOfStatus(deployment, status);
}

/** A node-unit of an earlier version does not say for which state of the row it runs. */
function phaseOfStatus({ updatedAt }: Deployment, { state, rowUpdatedAt }: StoredDeploymentStatus): DeploymentPhase {
  const isUpToDate = rowUpdatedAt === '' || rowUpdatedAt === updatedAt;
  return state === 'running' && !isUpToDate ? 'updating' : state;
}

function byLabel(a: DeploymentPicture, b: DeploymentPicture): number {
  const { deployment: one } = a;
  const { deployment: other } = b;
  // Those without a name last.
  const namesFirst = Number(one.name === '') - Number(other.name === '');
  return (
    namesFirst || compareTexts(one.name, other.name) || one.replica - other.replica || compareTexts(one.id, other.id)
  );
}
