import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

import {
  openPostgresQueries,
  type PostgresQueries,
  type PostgresQueriesOptions,
  PostgresQueryError,
} from '../index.js';
import { sql, usePostgres } from './postgres.js';

const postgres = usePostgres();

async function open(options: Partial<PostgresQueriesOptions> = {}) {
  const uri = await postgres.emptyDatabase();
  return { uri, queries: openPostgresQueries({ uri, readOnly: false, ...options }) };
}

/** What a caller on the other side of a host gets. */
async function wire(queries: PostgresQueries, text: string): Promise<unknown> {
  return JSON.parse(JSON.stringify(await firstValueFrom(queries.run(text))));
}

async function failureOf(work: Promise<unknown>): Promise<PostgresQueryError> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(PostgresQueryError);
  return failure as PostgresQueryError;
}

/** Resolves when the server runs as many queries with the text as it should. */
async function untilRunning(uri: string, text: string, count: number): Promise<void> {
  const query = `select count(*)::int as count from pg_stat_activity
    where query like $1 and state <> 'idle' and pid <> pg_backend_pid() and datname = current_database()`;
  await expect.poll(async () => (await sql(uri, query, [`%${text}%`]))[0]?.['count']).toBe(count);
}

describe(openPostgresQueries.name, () => {
  it('gives every type as JSON that loses nothing', async () => {
    const { queries } = await open();
    const text = `select 1::int2 i2, 9007199254740993::int8 i8, 1.10::numeric num, 'NaN'::float8 nan, true b,
      '{"a":[1,null]}'::jsonb jb, 'null'::jsonb jnull, '2024-01-02T03:04:05.123456Z'::timestamptz tz,
      'infinity'::timestamptz tinf, '03:04:05'::time tm, '1 day 2 hours'::interval iv, '\\xdead'::bytea byt,
      array[1,2] ia, array[1.50,'NaN']::numeric[] na, array[9007199254740993] i8a, array['1 day'::interval] iva,
      '1.2.3.4'::inet ip, 26::oid o, point(1,2) p, 1 twice, 2 twice`;
    expect(await wire(queries, text)).toEqual([
      {
        i2: 1,
        i8: '9007199254740993',
        num: '1.10',
        nan: null,
        b: true,
        jb: { a: [1, null] },
        jnull: null,
        tz: '2024-01-02T03:04:05.123Z',
        tinf: null,
        tm: '03:04:05',
        iv: '1 day 02:00:00',
        byt: { type: 'Buffer', data: [222, 173] },
        ia: [1, 2],
        na: ['1.50', 'NaN'],
        i8a: ['9007199254740993'],
        iva: ['1 day'],
        ip: '1.2.3.4',
        o: 26,
        p: '(1,2)',
        twice: 2,
      },
    ]);
  });

  it('gives the rows of those statements that have some', async () => {
    const { uri, queries } = await open();
    expect(await wire(queries, '')).toEqual([]);
    expect(await wire(queries, 'create table t (id int); insert into t values (1)')).toEqual([]);
    expect(await wire(queries, 'insert into t values (2) returning id; create table u ()')).toEqual([{ id: 2 }]);
    expect(await wire(queries, 'select 1 a; select 2 b, 3 c')).toEqual([[{ a: 1 }], [{ b: 2, c: 3 }]]);
    expect(await sql(uri, 'select id from t order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('streams up to 1,000 rows at a time, of one statement only', async () => {
    const { uri, queries } = await open();
    const batches = await lastValueFrom(queries.stream('select generate_series(1, 2500) as n').pipe(toArray()));
    expect(batches.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
    expect(batches[2]?.[499]).toEqual({ n: 2_500 });
    expect(await lastValueFrom(queries.stream('select 1 where false').pipe(toArray()))).toEqual([]);
    expect(await lastValueFrom(queries.stream('').pipe(toArray()))).toEqual([]);
    await lastValueFrom(queries.stream('create table t (id int)').pipe(toArray()));
    expect(await sql(uri, 'select * from t')).toEqual([]);
    const { code, message } = await failureOf(lastValueFrom(queries.stream('select 1; select 2').pipe(toArray())));
    expect({ code, message }).toEqual({
      code: 'REFUSED',
      message: 'cannot insert multiple commands into a prepared statement',
    });
  });

  it('refuses a result that is too large, ends it in the database, and leaves nothing of its call', async () => {
    const limit = { rows: 100, bytes: 2_000 };
    const { uri, queries } = await open({ maxResult: limit, maxStream: { ...limit, rows: 1_500 } });
    const large = 'is the most that is returned. Select fewer columns or rows (where, limit, offset).';
    const endless = 'select generate_series(1, 1000000000000) as n';
    expect(await failureOf(wire(queries, `create table t (id int); ${endless}`))).toMatchObject({
      code: 'REFUSED',
      message: `the result has more than 100 rows, which ${large}`,
    });
    expect(await sql(uri, "select to_regclass('t') as t")).toEqual([{ t: null }]);
    const wide = "select repeat('x', 150) from generate_series(1, 20)";
    for (const ask of [() => wire(queries, wide), () => lastValueFrom(queries.stream(wide))]) {
      expect((await failureOf(ask())).message).toBe(`the result has more than 2000 bytes, which ${large}`);
    }
    const { message } = await failureOf(lastValueFrom(queries.stream(endless)));
    expect(message).toMatch(/^the result has more than (1500 rows|2000 bytes)/);
    await untilRunning(uri, 'generate_series(1, 1000000000000)', 0);
    expect(await wire(queries, 'select generate_series(1, 100) as n')).toHaveLength(100);
  });

  it('leaves nothing of a call that fails, and fails with the words of the server', async () => {
    const { uri, queries } = await open();
    const failure = await failureOf(wire(queries, 'create table t (id int); selec'));
    expect(failure).toMatchObject({ code: 'REFUSED', message: 'syntax error at or near "selec"' });
    expect(await sql(uri, "select to_regclass('t') as t")).toEqual([{ t: null }]);
    await sql(uri, 'create table u (id int unique deferrable initially deferred)');
    await failureOf(wire(queries, 'insert into u values (1), (1)'));
    expect(await sql(uri, 'select * from u')).toEqual([]);
  });

  it.each([
    ['a transaction that is left open', 'begin', 'select 1'],
    ['a setting', "set search_path = 'nowhere'", 'select 1 from t'],
    ['a mode', 'set session characteristics as transaction read only', 'insert into t values (3)'],
    ['another role', 'create role nobody; set session authorization nobody', 'select 1 from t'],
    ['a temporary table', 'create temp table t ()', 'select id from t'],
    ['a lock', 'select pg_advisory_lock(1)', 'select 1'],
    ['a prepared statement', "prepare query as select 'other'", 'select 1 from t'],
  ])('hands on nothing of a call to the next: %s', async (_case, poison, next) => {
    const { uri, queries } = await open();
    await sql(uri, 'create table t (id int)');
    // More than there are connections at a time.
    for (let call = 0; call < 12; call += 1) {
      await firstValueFrom(queries.run(call === 0 ? poison : 'select 1'));
      await lastValueFrom(queries.stream(next).pipe(toArray()));
    }
    await wire(queries, 'insert into t values (7)');
    expect(await sql(uri, 'select id from t where id = 7')).toEqual([{ id: 7 }]);
    await expect
      .poll(() => sql(uri, "select pid from pg_stat_activity where state like 'idle in transaction%'"))
      .toEqual([]);
    await expect.poll(() => sql(uri, "select pid from pg_locks where locktype = 'advisory'")).toEqual([]);
  });

  it.each([
    'insert into t values (1)',
    'commit; insert into t values (1)',
    'set transaction read write; insert into t values (1)',
    'set transaction read write',
    "select set_config('transaction_read_only', 'off', false)",
    "do $$ begin perform set_config('transaction_read_only', 'off', false); insert into t values (1); end $$",
    'do $$ begin commit; insert into t values (1); end $$',
    'with row as (insert into t values (1) returning id) select id from row',
    "select nextval('numbers')",
    'drop table t',
  ])('changes nothing where only reading is allowed: %s', async (text) => {
    const { uri, queries } = await open({ readOnly: true });
    await sql(uri, 'create table t (id int); create sequence numbers');
    expect((await failureOf(wire(queries, text))).code).toBe('REFUSED');
    expect((await failureOf(lastValueFrom(queries.stream(text).pipe(toArray())))).code).toBe('REFUSED');
    expect(await sql(uri, 'select * from t')).toEqual([]);
    expect(await wire(queries, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('ends a query in the database when nobody waits for it any more, or for too long', async () => {
    const { uri, queries } = await open();
    const subscription = queries.run("select 'abort me', pg_sleep(60)").subscribe();
    await untilRunning(uri, 'abort me', 1);
    subscription.unsubscribe();
    await untilRunning(uri, 'abort me', 0);
    const impatient = openPostgresQueries({ uri, readOnly: false, timeoutMs: 500 });
    expect((await failureOf(wire(impatient, "select 'too long', pg_sleep(60)"))).code).toBe('TIMEOUT');
    const defiant = "set statement_timeout = 0; select 'defiant', pg_sleep(60)";
    expect((await failureOf(wire(impatient, defiant))).code).toBe('TIMEOUT');
    await untilRunning(uri, 'defiant', 0);
  });

  it('runs ten at a time; the others wait in line, and can leave it', async () => {
    const { uri, queries } = await open();
    const running = Array.from({ length: 12 }, () => queries.run("select 'ten', pg_sleep(60)").subscribe());
    await untilRunning(uri, 'ten', 10);
    running.at(-1)?.unsubscribe();
    const next = wire(queries, 'select 1 as one');
    for (const each of running) each.unsubscribe();
    expect(await next).toEqual([{ one: 1 }]);
    await untilRunning(uri, 'ten', 0);
  });

  it('says that the database is out of reach', async () => {
    const queries = openPostgresQueries({ uri: 'postgres://postgres@127.0.0.1:9/none', readOnly: false });
    expect((await failureOf(wire(queries, 'select 1'))).code).toBe('UNAVAILABLE');
  });
});
