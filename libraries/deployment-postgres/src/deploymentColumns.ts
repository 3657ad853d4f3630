/** A column of a table that exists, with the type as PostgreSQL writes it. */
export interface ExistingColumn {
  readonly name: string;
  readonly type: string;
}

const TEXT: readonly string[] = ['text', 'character varying'];

/** The columns of the documents: their types, and how they are added to a table that lacks them. */
const COLUMNS: Readonly<Record<string, { readonly types: readonly string[]; readonly definition: string }>> = {
  id: { types: ['uuid'], definition: 'uuid not null default gen_random_uuid() primary key' },
  command: { types: TEXT, definition: "text not null default ''" },
  args: { types: ['jsonb'], definition: "jsonb not null default '[]'" },
  env: { types: ['jsonb'], definition: "jsonb not null default '{}'" },
  enabled: { types: ['boolean'], definition: 'boolean not null default true' },
  created_at: { types: ['timestamp with time zone'], definition: 'timestamptz not null default current_timestamp' },
  updated_at: { types: ['timestamp with time zone'], definition: 'timestamptz not null default current_timestamp' },
  package_name: { types: TEXT, definition: "text not null default ''" },
  package_version: { types: TEXT, definition: "text not null default ''" },
  address: { types: TEXT, definition: "text not null default ''" },
  type: { types: TEXT, definition: "text not null default 'deployment'" },
  claim_epoch: { types: ['bigint'], definition: 'bigint not null default 0' },
  exclusive_ms: { types: ['integer'], definition: 'integer not null default 0 check (exclusive_ms >= 0)' },
  constraints: { types: ['jsonb'], definition: "jsonb not null default '{}'" },
  restart: { types: TEXT, definition: "text not null default 'always'" },
  stop_grace_ms: { types: ['integer'], definition: 'integer not null default 10000' },
  memory_max_mb: { types: ['integer'], definition: 'integer not null default 0' },
  health: { types: ['jsonb'], definition: "jsonb not null default '{}'" },
  name: { types: TEXT, definition: "text not null default ''" },
  replica: { types: ['integer'], definition: 'integer not null default 0' },
  previous_version: { types: TEXT, definition: "text not null default ''" },
};

/**
 * The statement that adds what a table `deployment` lacks; `undefined` if it lacks nothing or does not exist. Pure.
 *
 * @throws Error if a column has another type
 */
export function addMissingColumns(existing: readonly ExistingColumn[]): string | undefined {
  if (existing.length === 0) return undefined;
  const types = new Map(existing.map(({ name, type }) => [name, type]));
  const faults = Object.entries(COLUMNS).flatMap(([name, { types: expected }]) => {
    const type = types.get(name);
    return type === undefined || expected.includes(type)
      ? []
      : [`"${name}" is ${type}, expected ${expected.join(' or ')}`];
  });
  if (faults.length > 0) {
    throw new Error(
      `the table deployment was not changed: ${faults.join('; ')}. Convert it (alter table deployment alter column … ` +
        'type …), or rename the table.',
    );
  }
  const missing = Object.entries(COLUMNS).filter(([name]) => !types.has(name));
  if (missing.length === 0) return undefined;
  return `alter table deployment ${missing.map(([name, { definition }]) => `add column ${name} ${definition}`).join(', ')}`;
}
