import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Evidence } from '@node-unit/e2e-report';
import type { LocalCluster } from '@node-unit/local-cluster';

import type { Recorder } from './Recorder.js';

/** What the database says at the end of a run. */
export async function readDatabase(
  local: LocalCluster,
  recorder: Recorder,
): Promise<Pick<Evidence, 'versions' | 'deployments' | 'addressEvents'>> {
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
    addressEvents: events.map((row) => ({
      atMs: recorder.fromDatabase(row['occurred_at']),
      deploymentId: String(row['deployment_id']),
      previousAddress: String(row['previous_address']),
      address: String(row['address']),
      claimEpoch: Number(row['claim_epoch']),
    })),
  };
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
