import type { StoredDeploymentStatus } from '../DeploymentStatus.js';
import type { DeploymentEvent } from './DeploymentEvent.js';
import type { KnownNodeUnit } from './KnownNodeUnit.js';
import type { HandOverOrder } from './NodeUnitOrders.js';
import type { OperationsChange } from './OperationsStore.js';

const MOST_EVENTS = 500;

/**
 * A copy of what operators see, kept up to date by the changes of an {@link OperationsStore}.
 *
 * @public
 */
export interface OperationsReplica {
  readonly state: 'loading' | 'current' | 'stale';
  /** Why it is not current. */
  readonly reason: string;
  /** By deployment ID. */
  readonly statuses: ReadonlyMap<string, readonly StoredDeploymentStatus[]>;
  readonly nodeUnits: readonly KnownNodeUnit[];
  readonly handOvers: readonly HandOverOrder[];
  /** Newest first. */
  readonly events: readonly DeploymentEvent[];
}

/**
 * The copy before the first change.
 *
 * @public
 */
export const NO_OPERATIONS: OperationsReplica = {
  state: 'loading',
  reason: 'nothing was received yet',
  statuses: new Map(),
  nodeUnits: [],
  handOvers: [],
  events: [],
};

/**
 * Applies a change. Pure.
 *
 * @public
 */
export function applyOperationsChange(replica: OperationsReplica, change: OperationsChange): OperationsReplica {
  if (change.kind === 'unavailable') {
    return { ...replica, state: replica.state === 'loading' ? 'loading' : 'stale', reason: change.reason };
  }
  if (change.kind === 'snapshot') {
    const { nodeUnits, handOvers } = change;
    const events = newestFirst(change.events, []);
    return { state: 'current', reason: '', statuses: byDeployment(change.statuses), nodeUnits, handOvers, events };
  }
  return {
    ...replica,
    statuses: change.statusesOf.length === 0 ? replica.statuses : withStatuses(replica.statuses, change),
    nodeUnits: change.nodeUnits ?? replica.nodeUnits,
    handOvers: change.handOvers ?? replica.handOvers,
    events: change.events.length === 0 ? replica.events : newestFirst(change.events, replica.events),
  };
}

function byDeployment(
  statuses: readonly StoredDeploymentStatus[],
): ReadonlyMap<string, readonly StoredDeploymentStatus[]> {
  const grouped = new Map<string, StoredDeploymentStatus[]>();
  for (const status of statuses) {
    const others = grouped.get(status.deploymentId);
    if (others) others.push(status);
    else grouped.set(status.deploymentId, [status]);
  }
  return grouped;
}

function withStatuses(
  before: OperationsReplica['statuses'],
  { statuses, statusesOf }: Extract<OperationsChange, { kind: 'delta' }>,
): OperationsReplica['statuses'] {
  const next = new Map(before);
  for (const id of statusesOf) next.delete(id);
  for (const [id, each] of byDeployment(statuses)) next.set(id, each);
  return next;
}

function newestFirst(added: readonly DeploymentEvent[], known: readonly DeploymentEvent[]): readonly DeploymentEvent[] {
  const byId = new Map([...known, ...added].map((event) => [event.id, event]));
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, MOST_EVENTS);
}
