import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Evidence } from '@node-unit/e2e-report';
import type { LocalCluster } from '@node-unit/local-cluster';

import type { Recorder } from './Recorder.js';

/** What the database says at the end of a run. */
export async function readDatabase(
  local: LocalCluster,
  recorder: Recorder,
): Promise<Pick<Evidence, 'versions' | 'deployments' | 'statuses' | 'addressEvents'>> {
  const events = await local.sql(
    `select occurred_at, deployment_id, previous_address, address, claim_epoch
     from deployment_event where kind = 'address' order by id`,
  );
  const rows = await local.sql(
    'select id, package_name, package_version, type, enabled, address from deployment order by created_at, id',
  );
  return {
    versions: await versionsOf(local),
    deployments: rows.map((row) => ({
      id: String(row['id']),
      package: `${String(row['package_name'])}@${String(row['package_version'])}`,
      type: String(row['type']),
      enabled: row['enabled'] === true,
      address: String(row['address']),
    })),
    statuses: await readStatuses(local),
    addressEvents: events.map((row) => ({
      atMs: recorder.fromDatabase(row['occurred_at']),
      deploymentId: String(row['deployment_id']),
      previousAddress: String(row['previous_address']),
      address: String(row['address']),
      claimEpoch: Number(row['claim_epoch']),
    })),
  };
}

const STATUS_DEADLINE_MS = 30_000;

/** A status follows within a second, so those that are still missing are waited for. */
async function readStatuses(local: LocalCluster): Promise<NonNullable<Evidence['statuses']>> {
  const endMs = performance.now() + STATUS_DEADLINE_MS;
  for (;;) {
    const [missing] = await local.sql(
      `select from deployment d where enabled and address <> '' and not exists (
         select from deployment_status s where s.deployment_id = d.id and s.claim_epoch = d.claim_epoch and s.state = 'running'
       ) limit 1`,
    );
    if (missing === undefined || performance.now() > endMs) break;
    await delay(100);
  }
  const rows = await local.sql('select * from deployment_status order by deployment_id, address');
  return rows.map((row) => ({
    deploymentId: String(row['deployment_id']),
    address: String(row['address']),
    state: String(row['state']),
    restarts: Number(row['restarts']),
    lastExit: String(row['last_exit']),
    reason: String(row['reason']),
    resolvedVersion: String(row['resolved_version']),
    claimEpoch: Number(row['claim_epoch']),
  }));
}

async function versionsOf(local: LocalCluster): Promise<Evidence['versions']> {
  const [server] = await local.sql('show server_version');
  const [timescaledb] = await local.sql("select extversion from pg_extension where extname = 'timescaledb'");
  return {
    nodeUnit: nodeUnitVersion(),
    node: process.versions.node,
    postgres: String(server?.['server_version']),
    timescaledb: timescaledb ? String(timescaledb['extversion']) : null,
  };
}

export function nodeUnitVersion(): string {
  const file = fileURLToPath(import.meta.resolve('@node-unit/node-unit/package.json'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
