-- Up Migration

-- Which services a portal takes over from one host to the other. "if not exists": the table may have been made by a
-- peer's migrations.
create table if not exists portal_config (
  id uuid primary key default gen_random_uuid(),
  external_host_url text not null,
  is_import boolean not null,
  filter_schema jsonb not null,
  enabled boolean not null default false,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

create function portal_config_stamp() returns trigger language plpgsql as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end
$$;

create trigger portal_config_stamp before update on portal_config
  for each row execute function portal_config_stamp();

create function portal_config_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('portal_config_change', 'all');
  return null;
end
$$;

create trigger portal_config_changed after insert or update or delete or truncate on portal_config
  for each statement execute function portal_config_changed();
