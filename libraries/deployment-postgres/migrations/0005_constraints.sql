-- Up Migration

-- There has never been a migration 0004. Do not add one: migrations must run in the order of their numbers.

-- { "tag": "value" | ["one", "or another"] | {"exists": true | false} }: the same rules as in parseDeploymentRow.
create function deployment_constraint_fault(constraints jsonb) returns text language sql immutable as $$
  select case
    when jsonb_typeof(constraints) <> 'object' then 'constraints must be an object'
    else (
      select format('constraints: %s is not the name of a tag (letters, digits and _ . / -)', to_jsonb(each.key))
      from jsonb_each(constraints) as each
      where each.key !~ '^[A-Za-z0-9][A-Za-z0-9_./-]*$'
      union all
      select format('constraints: %s must be "value", ["one", "or another"] or {"exists": true}', each.key)
      from jsonb_each(constraints) as each
      where not case jsonb_typeof(each.value)
        when 'string' then true
        when 'array' then each.value <> '[]' and not jsonb_path_exists(each.value, 'strict $[*] ? (@.type() <> "string")')
        else each.value in ('{"exists": true}', '{"exists": false}')
      end
      limit 1
    )
  end
$$;

create function deployment_check_constraints() returns trigger language plpgsql as $$
declare
  fault text := deployment_constraint_fault(new.constraints);
begin
  if fault is not null then
    raise exception using errcode = 'check_violation', message = fault;
  end if;
  return new;
end
$$;

-- No CHECK of the table: a row that was wrong before must still be released, which updates its address.
create trigger deployment_check_constraints before insert or update of constraints on deployment
  for each row execute function deployment_check_constraints();
