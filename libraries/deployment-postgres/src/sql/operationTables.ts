import type { EventQuery, OnlineNodeUnit } from '@node-unit/deployment';
import type { QueryConfig } from 'pg';

function isoText(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

export function selectDrained(): QueryConfig {
  return {
    text: `select address, ${isoText('drained_at')} as since, drain_reason as reason
      from node_unit where drained_at is not null order by address`,
  };
}

export function selectHandOvers(): QueryConfig {
  return {
    text: `select deployment_id as "deploymentId", address, reason, ${isoText('requested_at')} as "requestedAt"
      from hand_over order by requested_at, deployment_id`,
  };
}

export function selectNodeUnits(): QueryConfig {
  return {
    text: `select address, name, version, online, ${isoText('drained_at')} as "drainedAt", drain_reason as "drainReason",
        ${isoText('seen_at')} as "seenAt"
      from node_unit order by name, address`,
  };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
const MOST_EVENTS = 1_000;
const EVENT_COLUMNS = `
  id::float8 as id, ${isoText('occurred_at')} as "occurredAt", kind,
  case when deployment_id = '${NOBODY}' then '' else deployment_id::text end as "deploymentId",
  name, replica, package_name as "packageName", previous_address as "previousAddress", address,
  claim_epoch::float8 as "claimEpoch", enabled, changed_columns as "changedColumns", state, reason`;

/** Newest first. */
export function selectEvents({ deploymentIds, beforeId, since, limit }: EventQuery): QueryConfig {
  return {
    text: `select ${EVENT_COLUMNS} from deployment_event
      where ($1::uuid[] is null or deployment_id = any($1)) and ($2::bigint is null or id < $2)
        and ($3::timestamptz is null or occurred_at >= $3)
      order by occurred_at desc, id desc limit $4`,
    values: [deploymentIds ?? null, beforeId ?? null, since ?? null, Math.min(limit, MOST_EVENTS)],
  };
}

export function selectEventsById(ids: readonly string[]): QueryConfig {
  return {
    text: `select ${EVENT_COLUMNS} from deployment_event where id = any($1::bigint[]) order by id`,
    values: [ids],
  };
}

/** Inserts those that are new or have changed. */
export function upsertOnlineNodeUnits(online: readonly OnlineNodeUnit[]): QueryConfig {
  return {
    text: `insert into node_unit as known (address, name, version, online)
      select *, true from unnest($1::text[], $2::text[], $3::text[])
      on conflict (address) do update
        set name = excluded.name, version = excluded.version, online = true, seen_at = clock_timestamp()
        where (known.name, known.version, known.online) is distinct from (excluded.name, excluded.version, true)`,
    values: [
      online.map(({ address }) => address),
      online.map(({ name }) => name),
      online.map(({ version }) => version),
    ],
  };
}

/** All but these have left. */
export function markOffline(onlineAddresses: readonly string[]): QueryConfig {
  return {
    text: `update node_unit set online = false, seen_at = clock_timestamp() where online and address <> all($1::text[])`,
    values: [onlineAddresses],
  };
}

/** Those that have long gone; a drained one stays, so that it is still drained when it comes back. */
export function forgetNodeUnits(days: number): QueryConfig {
  return {
    text: `delete from node_unit where not online and drained_at is null and seen_at < now() - make_interval(days => $1)`,
    values: [days],
  };
}

/** Nothing if it is online or drained. */
export function forgetNodeUnit(address: string): QueryConfig {
  return {
    text: `delete from node_unit where address = $1 and not online and drained_at is null`,
    values: [address],
  };
}

export function drainNodeUnit(address: string, reason: string): QueryConfig {
  return {
    text: `insert into node_unit as known (address, drained_at, drain_reason) values ($1, clock_timestamp(), $2)
      on conflict (address) do update set drained_at = clock_timestamp(), drain_reason = excluded.drain_reason
        where known.drained_at is null`,
    values: [address, reason],
  };
}

export function undrainNodeUnit(address: string): QueryConfig {
  return {
    text: `update node_unit set drained_at = null, drain_reason = '' where address = $1 and drained_at is not null`,
    values: [address],
  };
}

/** Nothing if the deployment is not this node-unit's. */
export function orderHandOver(deploymentId: string, address: string, reason: string): QueryConfig {
  return {
    text: `insert into hand_over (deployment_id, address, reason)
      select id, address, $3 from deployment where id = $1 and address = $2 and enabled and type = 'deployment'
      on conflict (deployment_id) do update set address = excluded.address, reason = excluded.reason`,
    values: [deploymentId, address, reason],
  };
}

/** Values that the columns of `jsonb` are written with. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['args', 'env', 'constraints', 'health']);

export function insertDeployment(columns: Readonly<Record<string, unknown>>): QueryConfig {
  const names = Object.keys(columns);
  return {
    text: `insert into deployment (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})
      returning id`,
    values: names.map((name) => valueOf(name, columns[name])),
  };
}

export function updateDeployment(id: string, columns: Readonly<Record<string, unknown>>): QueryConfig {
  const names = Object.keys(columns);
  return {
    text: `update deployment set ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
    values: [id, ...names.map((name) => valueOf(name, columns[name]))],
  };
}

/** Nothing of it leaves the database: `env` may be secret. */
export function copyDeployment(id: string, replica: number): QueryConfig {
  return {
    text: `insert into deployment (
        name, replica, package_name, package_version, command, args, env, type, enabled, exclusive_ms, constraints, restart,
        stop_grace_ms, memory_max_mb, health
      )
      select name, $2, package_name, package_version, command, args, env, type, enabled, exclusive_ms, constraints, restart,
        stop_grace_ms, memory_max_mb, health
      from deployment where id = $1 returning id`,
    values: [id, replica],
  };
}

export function deleteDeployments(ids: readonly string[]): QueryConfig {
  return { text: 'delete from deployment where id = any($1::uuid[])', values: [ids] };
}

export function enableDeployments(ids: readonly string[], enabled: boolean): QueryConfig {
  return {
    text: 'update deployment set enabled = $2 where id = any($1::uuid[]) and enabled <> $2',
    values: [ids, enabled],
  };
}

/** Every update of a row starts its process again. */
export function touchDeployments(ids: readonly string[]): QueryConfig {
  return { text: 'update deployment set enabled = enabled where id = any($1::uuid[])', values: [ids] };
}

export function giveReason(reason: string): QueryConfig {
  return { text: `select set_config('node_unit.reason', $1, true)`, values: [reason] };
}

function valueOf(name: string, value: unknown): unknown {
  return JSON_COLUMNS.has(name) ? JSON.stringify(value) : value;
}
