-- Up Migration

-- What node-units used over time, as they published it. "time" is when a node-unit said so, by its own clock: together
-- with the address it names one announcement, so that several storages that hear it record it once.
create table node_unit_usage (
  time timestamptz not null,
  address text not null,
  cpu_percent double precision not null,
  memory_mb double precision not null,
  primary key (address, time)
);

-- Both histories are pruned by time.
create index node_unit_usage_by_time on node_unit_usage (time);
create index deployment_event_by_time on deployment_event (occurred_at);
