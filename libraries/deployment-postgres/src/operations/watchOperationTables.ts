import { reconnect } from '@node-unit/basics';
import {
  type DeploymentEvent,
  type HandOverOrder,
  type KnownNodeUnit,
  type OperationsChange,
  parseStatusRow,
  type StoredDeploymentStatus,
} from '@node-unit/deployment';
import type { Client } from 'pg';
import { Observable } from 'rxjs';

import { EVERYTHING, listenAndLoad } from '../listenAndLoad.js';
import { selectEvents, selectEventsById, selectHandOvers, selectNodeUnits } from '../sql/operationTables.js';
import { selectStatuses } from '../sql/writeStatus.js';

const LATEST_EVENTS = 200;

/** A snapshot, then every change as the tables' triggers announce it. Connects again for ever. */
export function watchOperationTables(uri: string): Observable<OperationsChange> {
  return new Observable((subscriber) =>
    reconnect(
      () => listenAndLoad({ uri, channel: 'operation_change', load }),
      (reason) => subscriber.next({ kind: 'unavailable', reason }),
    ).subscribe(subscriber),
  );
}

async function load(client: Client, payloads: readonly string[]): Promise<OperationsChange> {
  if (payloads.includes(EVERYTHING)) {
    const events = await client.query<DeploymentEvent>(selectEvents({ limit: LATEST_EVENTS }));
    return {
      kind: 'snapshot',
      statuses: await readStatuses(client, undefined),
      nodeUnits: await readNodeUnits(client),
      handOvers: await readHandOvers(client),
      events: events.rows.reverse(),
    };
  }
  const statusesOf = idsOf(payloads, 'status');
  const eventIds = idsOf(payloads, 'event');
  return {
    kind: 'delta',
    statuses: statusesOf.length === 0 ? [] : await readStatuses(client, statusesOf),
    statusesOf,
    events: eventIds.length === 0 ? [] : (await client.query<DeploymentEvent>(selectEventsById(eventIds))).rows,
    ...(payloads.includes('node_unit') && { nodeUnits: await readNodeUnits(client) }),
    ...(payloads.includes('hand_over') && { handOvers: await readHandOvers(client) }),
  };
}

function idsOf(payloads: readonly string[], kind: string): readonly string[] {
  const prefix = `${kind} `;
  const ids = payloads.filter((payload) => payload.startsWith(prefix)).map((payload) => payload.slice(prefix.length));
  return [...new Set(ids)];
}

async function readStatuses(
  client: Client,
  deploymentIds: readonly string[] | undefined,
): Promise<readonly StoredDeploymentStatus[]> {
  const { rows } = await client.query(selectStatuses(deploymentIds));
  return rows.map(parseStatusRow);
}

async function readNodeUnits(client: Client): Promise<readonly KnownNodeUnit[]> {
  const { rows } = await client.query<Omit<KnownNodeUnit, 'drainedAt'> & { drainedAt: string | null }>(
    selectNodeUnits(),
  );
  return rows.map((row) => ({ ...row, drainedAt: row.drainedAt ?? undefined }));
}

async function readHandOvers(client: Client): Promise<readonly HandOverOrder[]> {
  return (await client.query<HandOverOrder>(selectHandOvers())).rows;
}
