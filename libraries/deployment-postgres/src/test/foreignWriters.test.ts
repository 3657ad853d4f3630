import { parseDeploymentRow } from '@node-unit/deployment';
import { describe, expect, it } from 'vitest';

import { migrateDeploymentTables } from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

async function migrated(schema = 'public') {
  const uri = schema === 'public' ? await postgres.migratedDatabase() : await migratedSchema(schema);
  return { uri, table: `"${schema}".deployment` };
}

async function migratedSchema(schema: string): Promise<string> {
  const uri = await postgres.emptyDatabase();
  await sql(uri, `create schema "${schema}"`);
  const path = `-c search_path=${JSON.stringify(schema).replaceAll(' ', '\\ ')}`;
  await migrateDeploymentTables(`${uri}?options=${encodeURIComponent(path)}`);
  return uri;
}

describe.each(['public', 'Node units'])('the triggers of tables in the schema "%s"', (schema) => {
  it('work for a session with another search_path, and for a role that may only write the table', async () => {
    const { uri, table } = await migrated(schema);
    await sql(
      uri,
      `create role writer_${schema.length}; grant usage on schema "${schema}" to writer_${schema.length};
       grant select, insert, update, delete on ${table} to writer_${schema.length}`,
    );
    await sql(
      uri,
      `set role writer_${schema.length}; set search_path = pg_catalog;
      insert into ${table} (package_name) values ('demo');
      update ${table} set package_version = '2';
      update ${table} set address = 'a';
      delete from ${table}`,
    );
    expect(await sql(uri, `select kind from "${schema}".deployment_event order by id`)).toEqual(
      ['inserted', 'spec', 'address', 'deleted'].map((kind) => ({ kind })),
    );
  });

  it('cannot be attached to a table of somebody else, who would write with their rights', async () => {
    const { uri } = await migrated(schema);
    const role = `stranger_${schema.length}`;
    await sql(
      uri,
      `create role ${role}; create schema own authorization ${role}; grant usage on schema "${schema}" to ${role}`,
    );
    for (const name of ['deployment_record', 'deployment_forget_status', 'deployment_status_record']) {
      const attach = `create trigger steal after insert on own.deployment for each row execute function "${schema}".${name}()`;
      await expect(
        sql(uri, `set role ${role}; create table own.deployment (id uuid, address text); ${attach}`),
      ).rejects.toMatchObject({
        code: '42501',
        message: expect.stringMatching(`permission denied for function .*${name}`) as string,
      });
    }
  });

  it('carry their search_path, as all functions', async () => {
    const { uri } = await migrated(schema);
    const rows = await sql(
      uri,
      `select proname, prosecdef, prorettype = 'trigger'::regtype as is_trigger, proconfig from pg_proc
       where pronamespace = $1::regnamespace and proname ~ '^(deployment|portal)'`,
      [JSON.stringify(schema)],
    );
    expect(rows.length).toBeGreaterThanOrEqual(14);
    for (const row of rows) {
      const path = schema === 'public' ? 'public' : `"${schema}"`;
      expect(row).toMatchObject({ proconfig: [`search_path=${path}, pg_temp`], prosecdef: row['is_trigger'] });
    }
  });
});

describe('a row', () => {
  it.each([
    [{ type: 'deamon' }, 'type must be deployment or daemon, not "deamon"'],
    [{ args: '"--x"' }, 'args must be a list of texts, such as ["--port", "8080"], not "--x"'],
    [{ args: '[{"a": 1}]' }, 'args must contain texts'],
    [{ args: '[null]' }, 'args must contain texts'],
    [{ env: '[]' }, 'env must be an object of texts'],
    [{ env: '{"A": {"b": 1}}' }, 'env: the value of "A" must be a text or a number'],
    [{ env: '{"A": null}' }, 'env: the value of "A"'],
    [{ stop_grace_ms: 3_600_001 }, 'stop_grace_ms must be 0'],
    [{ health: '{"http": "http://127.0.0.256/"}' }, 'health: http must be'],
    [{ health: '{"http": "http://localhost:65536/"}' }, 'health: http must be'],
    [{ health: '{"http": "http://127.1/"}' }, 'health: http must be'],
    [{ restart: 'sometimes' }, 'restart must be always, on_failure or never, not "sometimes"'],
    [{ stop_grace_ms: -1 }, 'stop_grace_ms must be 0'],
    [{ memory_max_mb: -1 }, 'memory_max_mb must be 0'],
    [{ health: '[]' }, 'health must be an object'],
    [{ health: '{"interval_ms": 5}' }, 'health must have exactly one of'],
    [{ health: '{"tcp": 1, "http": "http://localhost"}' }, 'health must have exactly one of'],
    [{ health: '{"http": "http://example.org/"}' }, 'health: http must be'],
    [{ health: '{"http": "http://127.0.0.1.example.org/"}' }, 'health: http must be'],
    [{ health: '{"http": "http://localhost@example.org/"}' }, 'health: http must be'],
    [{ health: '{"tcp": 0}' }, 'health: tcp must be'],
    [{ health: '{"tcp": "80"}' }, 'health: tcp must be'],
    [{ health: '{"command": []}' }, 'health: command must be'],
    [{ health: '{"command": "probe"}' }, 'health: command must be'],
    [{ health: '{"tcp": 80, "failures": 0}' }, 'health: failures must be'],
    [{ health: '{"tcp": 80, "intervall_ms": 1}' }, 'health: "intervall_ms" is unknown'],
    // What cannot be a variable refuses the start, which says so in the status.
    [{ env: '{"": "x", "A=B": "x"}' }, undefined],
    [{ args: '["--port", 8080, true]', env: '{"A": "b", "PORT": 1}', type: 'daemon' }, undefined],
    [{ health: '{"tcp": 8080, "start_grace_ms": 0}', restart: 'never' }, undefined],
    [{ health: '{"http": "http://[::1]:80/x"}' }, undefined],
    [{ health: '{"http": "HTTP://127.255.0.9:65535?x"}', stop_grace_ms: 3_600_000 }, undefined],
    [{ health: '{"command": ["probe", "x"], "timeout_ms": 1000}' }, undefined],
  ])('%j is judged when it is written as when it is read: %s', async (columns, fault) => {
    const { uri } = await migrated();
    const written = { package_name: 'demo', ...columns };
    const names = Object.keys(written);
    const insert = (): Promise<unknown> =>
      sql(
        uri,
        `insert into deployment (${names.join()}) values (${names.map((_name, index) => `$${index + 1}`).join()})`,
        Object.values(written),
      );
    if (fault === undefined) await insert();
    else {
      await expect(insert()).rejects.toMatchObject({
        code: '23514',
        message: expect.stringContaining(fault) as string,
      });
      await sql(uri, 'alter table deployment disable trigger deployment_check');
      await insert();
      await sql(uri, 'alter table deployment enable trigger deployment_check');
      await expect(sql(uri, "update deployment set address = 'a'")).resolves.toEqual([]);
    }
    const [row] = await sql(uri, 'select *, created_at::text, updated_at::text from deployment');
    expect(parseDeploymentRow(row).kind).toBe(fault === undefined ? 'deployment' : 'invalid');
  });
});
