import type { Deployment, DeploymentReplica, OperationsReplica, StoredDeploymentStatus } from '@node-unit/deployment';
import type { NodeUnit } from '@node-unit/fleet';

import type {
  ClusterPicture,
  DeploymentPhase,
  DeploymentPicture,
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
}

/** Joins what the host and the tables say. Pure. */
export function pictureOf({ connection, replica, operations, nodeUnits: listed }: PictureFacts): ClusterPicture {
  const rows = replica.state === 'loading' ? [] : [...replica.deployments.values()];
  const held = countByAddress(rows);
  const nodeUnits = nodeUnitPictures({ listed, known: operations.nodeUnits, held });
  // Events name those who have left, too.
  const named = [...operations.nodeUnits, ...nodeUnits];
  const names: Names = new Map(named.map(({ address, name }) => [address, name]));
  const online = new Set(nodeUnits.filter((each) => each.online).map(({ address }) => address));
  const statusesOf = (id: string) => operations.statuses.get(id) ?? [];
  return {
    connection,
    tables: tablesState(replica, operations),
    nodeUnits,
    names,
    deployments: rows.map((row) => deploymentPicture(row, statusesOf(row.id), { names, online })).sort(byLabel),
    events: operations.events.map((event) => eventPicture(event, names)),
    handOvers: operations.handOvers,
    invalid: (replica.state === 'loading' ? undefined : replica.invalid) ?? new Map(),
  };
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
