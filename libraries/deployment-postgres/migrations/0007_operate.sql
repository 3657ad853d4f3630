-- Up Migration

-- Names for operators: deployments that differ only in their replica number share one.
alter table deployment
  add column if not exists name text not null default '',
  add column if not exists replica integer not null default 0,
  add column if not exists previous_version text not null default '';

create unique index deployment_name on deployment (name, replica) where name <> '';

create function deployment_check_name() returns trigger language plpgsql as $$
begin
  if new.name <> '' and new.name !~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' then
    raise exception using errcode = 'check_violation', message =
      format('name must be 1 to 100 letters, digits and . _ -, beginning with a letter or a digit, not %s', to_jsonb(left(new.name, 120)));
  end if;
  if new.replica < 0 then
    raise exception using errcode = 'check_violation', message = format('replica must be 0 or more, not %s', new.replica);
  end if;
  return new;
end
$$;

create trigger deployment_check_name before insert or update of name, replica on deployment
  for each row execute function deployment_check_name();

create function deployment_keep_version() returns trigger language plpgsql as $$
begin
  new.previous_version := old.package_version;
  return new;
end
$$;

create trigger deployment_keep_version before update on deployment
  for each row when (new.package_version <> old.package_version) execute function deployment_keep_version();

alter table deployment_status
  add column row_updated_at text not null default '',
  add column hand_over text not null default '';

-- The node-units that a storage has seen, and what operators want of them.
create table node_unit (
  address text primary key,
  name text not null default '',
  version text not null default '',
  online boolean not null default false,
  drained_at timestamptz,
  drain_reason text not null default '',
  seen_at timestamptz not null default clock_timestamp()
);

-- Deployments that an operator wants away from their holder, which hands them over. An order ends with the assignment.
create table hand_over (
  deployment_id uuid primary key,
  address text not null,
  reason text not null default '',
  requested_at timestamptz not null default clock_timestamp()
);

-- What an event is about stays readable when its deployment is gone.
alter table deployment_event
  add column name text not null default '',
  add column replica integer not null default 0,
  add column package_name text not null default '';

create or replace function deployment_changed_columns(previous deployment, current deployment) returns text[]
  language sql immutable as $$
  select coalesce(array_agg(after.key order by after.key), '{}')
  from jsonb_each(to_jsonb(previous)) as before
  join jsonb_each(to_jsonb(current)) as after using (key)
  where before.value <> after.value
    and after.key not in ('created_at', 'updated_at', 'claim_epoch', 'address', 'previous_version')
$$;

-- The setting node_unit.reason of a transaction says why it writes.
create or replace function deployment_record() returns trigger language plpgsql as $$
declare
  changed text[];
  why text := left(coalesce(current_setting('node_unit.reason', true), ''), 1000);
begin
  if tg_op = 'INSERT' then
    insert into deployment_event (deployment_id, kind, address, claim_epoch, enabled, reason, name, replica, package_name)
    values (new.id, 'inserted', new.address, new.claim_epoch, new.enabled, why, new.name, new.replica, new.package_name);
  elsif tg_op = 'DELETE' then
    insert into deployment_event (deployment_id, kind, previous_address, claim_epoch, enabled, reason, name, replica, package_name)
    values (old.id, 'deleted', old.address, old.claim_epoch, old.enabled, why, old.name, old.replica, old.package_name);
  else
    changed := deployment_changed_columns(old, new);
    if new.address <> old.address or changed <> '{}' or (why <> '' and new.claim_epoch = old.claim_epoch) then
      insert into deployment_event (
        deployment_id, kind, previous_address, address, claim_epoch, enabled, changed_columns, reason, name, replica, package_name
      ) values (
        new.id, case when new.address <> old.address then 'address' else 'spec' end,
        old.address, new.address, new.claim_epoch, new.enabled, changed, why, new.name, new.replica, new.package_name
      );
    end if;
  end if;
  perform pg_notify('deployment_change', coalesce(new.id, old.id)::text);
  return null;
end
$$;

create or replace function deployment_status_record() returns trigger language plpgsql as $$
declare
  notable constant text[] := array['update_failed', 'refused', 'crash_looping'];
  known text;
begin
  if new.state <> 'running' and new.state <> all (notable) or tg_op = 'UPDATE' and new.state = old.state then
    return null;
  end if;
  select state into known from deployment_event
  where deployment_id = new.deployment_id and kind = 'status' and address = new.address and claim_epoch = new.claim_epoch
  order by occurred_at desc, id desc limit 1;
  if new.state = any (notable) and new.state is distinct from known or new.state = 'running' and known = any (notable) then
    insert into deployment_event (
      deployment_id, kind, previous_address, address, claim_epoch, enabled, state, reason, name, replica, package_name
    )
    select id, 'status', new.address, new.address, new.claim_epoch, enabled, new.state, new.reason, name, replica, package_name
    from deployment where id = new.deployment_id;
  end if;
  return null;
end
$$;

-- One event when a node-unit comes or goes, and when it is drained or no longer. The ID is that of no deployment.
create function node_unit_record() returns trigger language plpgsql as $$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  was_online boolean := tg_op = 'UPDATE' and old.online;
  was_drained boolean := tg_op = 'UPDATE' and old.drained_at is not null;
begin
  if new.online <> was_online then
    insert into deployment_event (deployment_id, kind, address, claim_epoch, enabled)
    values (nobody, case when new.online then 'node_unit_online' else 'node_unit_offline' end, new.address, 0, true);
  end if;
  if (new.drained_at is not null) <> was_drained then
    insert into deployment_event (deployment_id, kind, address, claim_epoch, enabled, reason)
    values (
      nobody, case when was_drained then 'node_unit_undrained' else 'node_unit_drained' end, new.address, 0, true, new.drain_reason
    );
  end if;
  return null;
end
$$;

create trigger node_unit_record after insert or update on node_unit
  for each row execute function node_unit_record();

create function deployment_end_hand_over() returns trigger language plpgsql as $$
begin
  delete from hand_over where deployment_id = old.id;
  return null;
end
$$;

create trigger deployment_end_hand_over_when_moved after update of address on deployment
  for each row when (new.address <> old.address) execute function deployment_end_hand_over();
create trigger deployment_end_hand_over after delete on deployment
  for each row execute function deployment_end_hand_over();

-- 'status <id>', 'event <id>', 'node_unit' or 'hand_over': what operators see has changed.
create function operation_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('operation_change', case tg_table_name
    when 'deployment_status' then 'status ' || (coalesce(to_jsonb(new), to_jsonb(old)) ->> 'deployment_id')
    when 'deployment_event' then 'event ' || (to_jsonb(new) ->> 'id')
    else tg_table_name
  end);
  if tg_table_name = 'hand_over' or tg_table_name = 'node_unit' and tg_op <> 'DELETE'
    and (tg_op = 'INSERT' or to_jsonb(new) ->> 'drained_at' is distinct from to_jsonb(old) ->> 'drained_at')
  then
    perform pg_notify('order_change', left(coalesce(to_jsonb(new), to_jsonb(old)) ->> 'address', 200));
  end if;
  return null;
end
$$;

create trigger operation_changed after insert or update or delete on deployment_status
  for each row execute function operation_changed();
create trigger operation_changed after insert or update or delete on node_unit
  for each row execute function operation_changed();
create trigger operation_changed after insert or update or delete on hand_over
  for each row execute function operation_changed();
create trigger operation_changed after insert on deployment_event
  for each row execute function operation_changed();

-- As for the functions of 0006_operations.sql.
do $$
declare
  home regnamespace := (select relnamespace from pg_class where oid = 'deployment'::regclass);
  target record;
begin
  for target in
    select oid::regprocedure as signature, prorettype = 'trigger'::regtype as is_trigger from pg_proc
    where pronamespace = home and proname in (
      'deployment_check_name', 'deployment_keep_version', 'deployment_changed_columns', 'deployment_record',
      'deployment_status_record', 'node_unit_record', 'deployment_end_hand_over', 'operation_changed'
    )
  loop
    execute format('alter function %s set search_path = %s, pg_temp', target.signature, home);
    if target.is_trigger then
      execute format('alter function %s security definer', target.signature);
      execute format('revoke execute on function %s from public', target.signature);
    end if;
  end loop;
end
$$;
