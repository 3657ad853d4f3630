-- Up Migration

-- The columns and defaults of the documents. "if not exists": the table may have been made by a peer's migrations.
create table if not exists deployment (
  id uuid primary key default gen_random_uuid(),
  command text not null default '',
  args jsonb not null default '[]',
  env jsonb not null default '{}',
  enabled boolean not null default true,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  package_name text not null default '',
  package_version text not null default '',
  address text not null default '',
  type text not null default 'deployment'
);

alter table deployment
  add column if not exists claim_epoch bigint not null default 0,
  add column if not exists exclusive_ms integer not null default 0 check (exclusive_ms >= 0),
  add column if not exists constraints jsonb not null default '{}';

create index if not exists deployment_address on deployment (address);

-- updated_at moves with every update, claim_epoch with every change of address, whoever writes.
create function deployment_stamp() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.claim_epoch := case when new.address = '' then 0 else 1 end;
  else
    new.updated_at := clock_timestamp();
    new.claim_epoch := old.claim_epoch + case when new.address = old.address then 0 else 1 end;
  end if;
  return new;
end
$$;

create trigger deployment_stamp before insert or update on deployment
  for each row execute function deployment_stamp();

-- The truth about who owned what and when. Values of env and args stay out: they may be secret.
create table deployment_event (
  id bigint generated always as identity,
  occurred_at timestamptz not null default clock_timestamp(),
  deployment_id uuid not null,
  kind text not null check (kind in ('inserted', 'address', 'spec', 'deleted')),
  previous_address text not null default '',
  address text not null default '',
  claim_epoch bigint not null,
  enabled boolean not null,
  changed_columns text[] not null default '{}',
  primary key (id, occurred_at)
);

create index deployment_event_by_deployment on deployment_event (deployment_id, occurred_at);

create function deployment_changed_columns(previous deployment, current deployment) returns text[]
  language sql immutable as $$
  select coalesce(array_agg(after.key order by after.key), '{}')
  from jsonb_each(to_jsonb(previous)) as before
  join jsonb_each(to_jsonb(current)) as after using (key)
  where before.value <> after.value and after.key not in ('created_at', 'updated_at', 'claim_epoch', 'address')
$$;

create function deployment_record() returns trigger language plpgsql as $$
declare
  changed text[];
begin
  if tg_op = 'INSERT' then
    insert into deployment_event (deployment_id, kind, address, claim_epoch, enabled)
    values (new.id, 'inserted', new.address, new.claim_epoch, new.enabled);
  elsif tg_op = 'DELETE' then
    insert into deployment_event (deployment_id, kind, previous_address, claim_epoch, enabled)
    values (old.id, 'deleted', old.address, old.claim_epoch, old.enabled);
  else
    changed := deployment_changed_columns(old, new);
    if new.address <> old.address or changed <> '{}' then
      insert into deployment_event
        (deployment_id, kind, previous_address, address, claim_epoch, enabled, changed_columns)
      values (
        new.id, case when new.address <> old.address then 'address' else 'spec' end,
        old.address, new.address, new.claim_epoch, new.enabled, changed
      );
    end if;
  end if;
  perform pg_notify('deployment_change', coalesce(new.id, old.id)::text);
  return null;
end
$$;

create trigger deployment_record after insert or update or delete on deployment
  for each row execute function deployment_record();

create function deployment_truncated() returns trigger language plpgsql as $$
begin
  perform pg_notify('deployment_change', 'all');
  return null;
end
$$;

create trigger deployment_truncated after truncate on deployment
  for each statement execute function deployment_truncated();
