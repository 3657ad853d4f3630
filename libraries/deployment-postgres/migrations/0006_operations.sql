-- Up Migration

-- How a process is restarted, ended, limited and checked.
alter table deployment
  add column if not exists restart text not null default 'always',
  add column if not exists stop_grace_ms integer not null default 10000,
  add column if not exists memory_max_mb integer not null default 0,
  add column if not exists health jsonb not null default '{}';

-- What every deployment does on the node-unit that runs it, as that node-unit reports it. No foreign key: an insert would
-- wait for whoever has locked the deployment's row.
create table deployment_status (
  deployment_id uuid not null,
  address text not null,
  state text not null check (state in (
    'installing', 'starting', 'running', 'backing_off', 'crash_looping', 'completed', 'stopping', 'refused', 'update_failed'
  )),
  pid integer,
  restarts integer not null default 0 check (restarts >= 0),
  last_exit text not null default '',
  reason text not null default '',
  resolved_version text not null default '',
  claim_epoch bigint not null default 0,
  healthy boolean,
  since timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (deployment_id, address)
);

-- A status that an operator has to know of is an event, too, of the kind 'status'. The check of the kinds goes: only triggers
-- write this table, and a compressed hypertable takes no new check.
alter table deployment_event
  add column state text not null default '',
  add column reason text not null default '',
  drop constraint deployment_event_kind_check;

-- What is wrong with a row, for a person; null = nothing. The same rules as in parseDeploymentRow.
create function deployment_health_fault(health jsonb) returns text language sql immutable as $$
  select case
    when health = '{}' then null
    when jsonb_typeof(health) is distinct from 'object' then 'health must be an object'
    when (health ? 'http')::int + (health ? 'tcp')::int + (health ? 'command')::int <> 1
      then 'health must have exactly one of http, tcp and command'
    when health ? 'http' and (
      jsonb_typeof(health -> 'http') <> 'string'
      or health ->> 'http' !~* ('^http://(localhost|127(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|\[::1\])'
        '(:(6553[0-5]|655[0-2]\d|65[0-4]\d\d|6[0-4]\d{3}|[1-5]\d{4}|\d{1,4}))?(/|\?|$)')
    ) then 'health: http must be an http: URL of this machine (127.0.0.1, localhost or [::1])'
    when health ? 'tcp' and not case when jsonb_typeof(health -> 'tcp') = 'number'
      then (health ->> 'tcp')::numeric between 1 and 65535 and (health ->> 'tcp')::numeric % 1 = 0 else false end
      then 'health: tcp must be a port, 1 to 65535'
    when health ? 'command' and not case when jsonb_typeof(health -> 'command') = 'array'
      then health -> 'command' <> '[]' and not jsonb_path_exists(health -> 'command', 'strict $[*] ? (@.type() <> "string")')
      else false end then 'health: command must be a list of texts, such as ["probe", "--deep"]'
    else (
      select case
        when each.key not in ('http', 'tcp', 'command', 'interval_ms', 'timeout_ms', 'failures', 'start_grace_ms')
          then format('health: %s is unknown; there are http, tcp, command, interval_ms, timeout_ms, failures and start_grace_ms', to_jsonb(each.key))
        else format('health: %s must be a whole number, %s to %s', each.key,
          case each.key when 'start_grace_ms' then 0 else 1 end, case each.key when 'failures' then 1000 else 86400000 end)
      end
      from jsonb_each(health) as each
      where each.key not in ('http', 'tcp', 'command') and not case
        when each.key not in ('interval_ms', 'timeout_ms', 'failures', 'start_grace_ms') then false
        when jsonb_typeof(each.value) <> 'number' then false
        else (each.value::text)::numeric % 1 = 0 and (each.value::text)::numeric between
          case each.key when 'start_grace_ms' then 0 else 1 end and case each.key when 'failures' then 1000 else 86400000 end
      end
      limit 1
    )
  end
$$;

create function deployment_args_fault(args jsonb) returns text language sql immutable as $$
  select case
    when jsonb_typeof(args) is distinct from 'array'
      then format('args must be a list of texts, such as ["--port", "8080"], not %s', left(args::text, 100))
    when jsonb_path_exists(args, 'strict $[*] ? (@.type() == "object" || @.type() == "array" || @.type() == "null")')
      then 'args must contain texts and numbers only'
  end
$$;

create function deployment_env_fault(env jsonb) returns text language sql immutable as $$
  select case
    when jsonb_typeof(env) is distinct from 'object'
      then format('env must be an object of texts, such as {"PORT": "8080"}, not %s of JSON', coalesce(jsonb_typeof(env), 'null'))
    else (
      select format('env: the value of %s must be a text or a number', to_jsonb(each.key))
      from jsonb_each(env) as each
      where jsonb_typeof(each.value) in ('object', 'array', 'null')
      limit 1
    )
  end
$$;

create function deployment_check() returns trigger language plpgsql as $$
declare
  -- Only what is written is checked: a row that was wrong before must still be released.
  is_new boolean := tg_op = 'INSERT';
  fault text;
begin
  if is_new or new.type is distinct from old.type then
    fault := case when coalesce(new.type, '') not in ('deployment', 'daemon')
      then format('type must be deployment or daemon, not %s', to_jsonb(new.type)) end;
  end if;
  if fault is null and (is_new or new.args is distinct from old.args) then
    fault := deployment_args_fault(new.args);
  end if;
  if fault is null and (is_new or new.env is distinct from old.env) then
    fault := deployment_env_fault(new.env);
  end if;
  if fault is null and (is_new or new.constraints is distinct from old.constraints) then
    fault := deployment_constraint_fault(new.constraints);
  end if;
  if fault is null and (is_new or new.health is distinct from old.health) then
    fault := deployment_health_fault(new.health);
  end if;
  if fault is null and (is_new or new.restart is distinct from old.restart) then
    fault := case when new.restart not in ('always', 'on_failure', 'never')
      then format('restart must be always, on_failure or never, not %s', to_jsonb(new.restart)) end;
  end if;
  if fault is null and (is_new or new.stop_grace_ms is distinct from old.stop_grace_ms) then
    fault := case when new.stop_grace_ms not between 0 and 3600000
      then format('stop_grace_ms must be 0 to 3600000, not %s', new.stop_grace_ms) end;
  end if;
  if fault is null and (is_new or new.memory_max_mb is distinct from old.memory_max_mb) then
    fault := case when new.memory_max_mb < 0
      then format('memory_max_mb must be 0 (no limit) or more, not %s', new.memory_max_mb) end;
  end if;
  if fault is not null then
    raise exception using errcode = 'check_violation', message = fault;
  end if;
  return new;
end
$$;

drop trigger deployment_check_constraints on deployment;
drop function deployment_check_constraints();
create trigger deployment_check before insert or update on deployment
  for each row execute function deployment_check();

-- A holder may renew its claim: the epoch then grows without a change of address.
create or replace function deployment_stamp() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.claim_epoch := case when new.address = '' then 0 else 1 end;
  else
    new.updated_at := clock_timestamp();
    new.claim_epoch := old.claim_epoch
      + case when new.address <> old.address or new.claim_epoch > old.claim_epoch then 1 else 0 end;
  end if;
  return new;
end
$$;

create function deployment_forget_status() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from deployment_status;
  elsif tg_op = 'DELETE' then
    delete from deployment_status where deployment_id = old.id;
  elsif new.address <> old.address then
    delete from deployment_status where deployment_id = old.id and address = old.address;
  end if;
  return null;
end
$$;

create trigger deployment_forget_status after update of address or delete on deployment
  for each row execute function deployment_forget_status();
create trigger deployment_forget_all_statuses after truncate on deployment
  for each statement execute function deployment_forget_status();

create function deployment_status_stamp() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and not exists (select from deployment where id = new.deployment_id) then
    return null;
  end if;
  new.updated_at := clock_timestamp();
  return new;
end
$$;

create trigger deployment_status_stamp before insert or update on deployment_status
  for each row execute function deployment_status_stamp();

-- One event when a status enters a state of which an operator has to know, and one when it runs again: the last event of the
-- claim says what is known. What lies between, such as each new start in a crash loop, makes no further events.
create function deployment_status_record() returns trigger language plpgsql as $$
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
    insert into deployment_event (deployment_id, kind, previous_address, address, claim_epoch, enabled, state, reason)
    select id, 'status', new.address, new.address, new.claim_epoch, enabled, new.state, new.reason
    from deployment where id = new.deployment_id;
  end if;
  return null;
end
$$;

create trigger deployment_status_record after insert or update on deployment_status
  for each row execute function deployment_status_record();

-- Triggers work for everybody who may write the tables, whatever their search_path and their other rights: functions look
-- for tables where these are, and run with the rights of the tables' owner.
do $$
declare
  home regnamespace := (select relnamespace from pg_class where oid = 'deployment'::regclass);
  target record;
begin
  for target in
    select oid::regprocedure as signature, prorettype = 'trigger'::regtype as is_trigger from pg_proc
    where pronamespace = home and proname in (
      'deployment_stamp', 'deployment_changed_columns', 'deployment_record', 'deployment_truncated', 'portal_config_stamp',
      'portal_config_changed', 'deployment_constraint_fault', 'deployment_health_fault', 'deployment_args_fault',
      'deployment_env_fault', 'deployment_check', 'deployment_forget_status', 'deployment_status_stamp',
      'deployment_status_record'
    )
  loop
    execute format('alter function %s set search_path = %s, pg_temp', target.signature, home);
    if target.is_trigger then
      execute format('alter function %s security definer', target.signature);
      -- A trigger fires without this right. With it, everybody could attach the function to a table of their own.
      execute format('revoke execute on function %s from public', target.signature);
    end if;
  end loop;
end
$$;
