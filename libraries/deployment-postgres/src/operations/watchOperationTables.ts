import { reconnect } from '@node-unit/basics';
import {
  type DeploymentEvent,
  type HandOverOrder,
  type KnownNodeUnit,
  type OperationsChange,
  parseStatusRow,
  type StoredDeploymentStatus,
} from '@node-unit/deployment';
import { Observable } from 'rxjs';

import { EVERYTHING } from '../listen/followChannel.js';
import type { Query } from '../listen/FollowOptions.js';
import type { PostgresListener } from '../listen/PostgresListener.js';
import { selectEvents, selectEventsById, selectHandOvers, selectNodeUnits } from '../sql/operationTables.js';
import { selectStatuses } from '../sql/writeStatus.js';

const LATEST_EVENTS = 200;

/** A snapshot, then every change as the tables' triggers announce it. Connects again for ever. */
export function watchOperationTables(listener: PostgresListener): Observable<OperationsChange> {
  return new Observable((subscriber) =>
    reconnect(
      () => listener.follow({ channel: 'operation_change', load }),
      (reason) => subscriber.next({ kind: 'unavailable', reason }),
    ).subscribe(subscriber),
  );
}

async function load(query: Query, payloads: readonly string[]): Promise<OperationsChange> {
  if (payloads.includes(EVERYTHING)) {
    const events = await query<DeploymentEvent>(selectEvents({ limit: LATEST_EVENTS }));
    return {
      kind: 'snapshot',
      statuses: await readStatuses(query, undefined),
      nodeUnits: await readNodeUnits(query),
      handOvers: await readHandOvers(query),
      events: [...events].reverse(),
    };
  }
  const statusesOf = idsOf(payloads, 'status');
  const eventIds = idsOf(payloads, 'event');
  return {
    kind: 'delta',
    statuses: statusesOf.length === 0 ? [] : await readStatuses(query, statusesOf),
    statusesOf,
    events: eventIds.length === 0 ? [] : await query<DeploymentEvent>(selectEventsById(eventIds)),
    ...(payloads.includes('node_unit') && { nodeUnits: await readNodeUnits(query) }),
    ...(payloads.includes('hand_over') && { handOvers: await readHandOvers(query) }),
  };
}

function idsOf(payloads: readonly string[], kind: string): readonly string[] {
  const prefix = `${kind} `;
  const ids = payloads.filter((payload) => payload.startsWith(prefix)).map((payload) => payload.slice(prefix.length));
  return [...new Set(ids)];
}

async function readStatuses(
  query: Query,
  deploymentIds: readonly string[] | undefined,
): Promise<readonly StoredDeploymentStatus[]> {
  const rows = await query(selectStatuses(deploymentIds));
  return rows.map(parseStatusRow);
}

async function readNodeUnits(query: Query): Promise<readonly KnownNodeUnit[]> {
  const rows = await query<Omit<KnownNodeUnit, 'drainedAt'> & { drainedAt: string | null }>(selectNodeUnits());
  return rows.map((row) => ({ ...row, drainedAt: row.drainedAt ?? undefined }));
}

async function readHandOvers(query: Query): Promise<readonly HandOverOrder[]> {
  return query<HandOverOrder>(selectHandOvers());
}
