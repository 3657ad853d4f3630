import assert from 'node:assert/strict';

import type { LocalCluster } from '@node-unit/local-cluster';
import {
  connectTerminal,
  type Message,
  type Response,
  type ServiceInfo,
  type Terminal,
  type TerminalInfo,
} from '@node-unit/protocol';
import { filter, firstValueFrom, lastValueFrom, map, toArray } from 'rxjs';

import { awaitFirst } from '../bench/RawTerminal.js';
import { vectors } from '../bench/vectors.js';
import type { Check } from './Check.js';

type Try = (terminal: Terminal, cluster: LocalCluster) => Promise<void>;

const servicesOf = ({ serviceInfo = {} }: TerminalInfo): readonly ServiceInfo[] => Object.values(serviceInfo);
const offered = (terminal: TerminalInfo): readonly string[] => servicesOf(terminal).map(({ method }) => method);

function check(name: string, attempt: Try): Check {
  const run = async (cluster: LocalCluster): Promise<void> => {
    const terminal = connectTerminal({ hostUrl: cluster.hostUrl, hostToken: cluster.hostToken, name: 'caller' });
    try {
      await awaitFirst(
        terminal.terminalInfos$.pipe(filter((all) => all.some((info) => offered(info).includes('SQL')))),
        'SQL',
      );
      await attempt(terminal, cluster);
    } finally {
      await terminal.dispose();
    }
  };
  return { of: 'storage', name, run };
}

const sql = (terminal: Terminal, query: string): Promise<Response> =>
  terminal.requestForResponse({ method: 'SQL', req: { query } });

function stream(terminal: Terminal, query: string): Promise<readonly Message[]> {
  return lastValueFrom(terminal.request({ method: 'SQL/v2', req: { query } }).pipe(toArray()));
}

const rowsOf = ({ frame }: Message): number[] =>
  frame === undefined ? [] : [(frame as { data: unknown[] }).data.length];

/** A storage's promises to node-units and to programs of Yuan. */
export const storageChecks: readonly Check[] = [
  check('offers the deployment store, and SQL with the recorded requests', async (terminal) => {
    const infos = await firstValueFrom(terminal.terminalInfos$);
    const services = infos.filter((info) => offered(info).includes('SQL')).flatMap(servicesOf);
    const methods = services.map(({ method }) => method);
    for (const method of ['Watch', 'Claim', 'Release', 'HandBack']) assert.ok(methods.includes(`Deployment/${method}`));
    for (const recorded of vectors.sql_services) {
      const service = services.find(({ method }) => method === recorded.method);
      assert.deepEqual(service?.schema['required'], ['query']);
    }
  }),
  check('sends whoever watches the deployments a snapshot first', async (terminal) => {
    const frames$ = terminal.request({ method: 'Deployment/Watch', req: {} }).pipe(
      filter(({ frame }) => frame !== undefined),
      map(({ frame }) => frame as { readonly kind: string }),
    );
    assert.equal((await awaitFirst(frames$, 'a frame')).kind, 'snapshot');
  }),
  check('answers 400 to a claim of something that is no UUID, or 403 to who is no node-unit', async (terminal) => {
    const req = { deployment_id: 'x', address: terminal.terminalId };
    const { code } = await terminal.requestForResponse({ method: 'Deployment/Claim', req });
    assert.ok(code === 400 || code === 403, String(code));
  }),
  ...vectors.sql.map(({ what, query, answer }) =>
    check(`answers SQL as recorded: ${what}`, async (terminal) => {
      await sql(terminal, 'create table if not exists t1 (id int primary key)');
      await sql(terminal, 'insert into t1 values (1) on conflict do nothing; delete from t1 where id in (2, 3)');
      if (what === 'ddl and dml') await sql(terminal, 'drop table t1');
      const response = await sql(terminal, query);
      if (what.includes('one with rows')) await sql(terminal, 'drop table t2');
      assert.deepEqual(response, answer);
    }),
  ),
  check('answers SQL/v2 in frames of at most 1,000 rows, and nothing but the end after them', async (terminal) => {
    const messages = await stream(terminal, 'select generate_series(1, 2500) as n');
    assert.deepEqual(messages.flatMap(rowsOf), vectors.sql_v2.rows);
    assert.deepEqual(
      messages.map(({ seq_id }) => seq_id),
      [1, 2, 3, 4, 5],
    );
    assert.deepEqual([messages.at(-1)?.done, messages.at(-1)?.res], [true, undefined]);
    assert.deepEqual((await stream(terminal, 'select 1 where false')).flatMap(rowsOf), []);
  }),
  check('answers SQL/v2 with the recorded errors', async (terminal) => {
    assert.deepEqual((await stream(terminal, 'selec')).at(-1)?.res, vectors.sql_v2.error);
    assert.deepEqual((await stream(terminal, 'select 1; select 2')).at(-1)?.res, vectors.sql_v2.several);
  }),
  check('refuses a query that is no text', async (terminal, { hostUrl, hostToken }) => {
    const url = `${hostUrl.replace('ws:', 'http:')}/request?host_token=${hostToken}`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ method: 'SQL', req: { query: 1 } }) });
    assert.equal(response.status, 404);
    assert.deepEqual((await sql(terminal, 'select 1 a')).data, [{ a: 1 }]);
  }),
  check('keeps the next call free of what a call has opened, set or locked', async (terminal, cluster) => {
    await sql(terminal, 'create table if not exists t3 (id int)');
    for (const poison of ['begin', "set search_path = 'nowhere'", 'lock table t3', 'select pg_advisory_lock(7)']) {
      await sql(terminal, poison);
      assert.deepEqual((await sql(terminal, 'insert into t3 values (777) returning id')).data, [{ id: 777 }]);
    }
    assert.deepEqual(await cluster.sql('select count(*)::int as count from t3'), [{ count: 4 }]);
    await sql(terminal, 'drop table t3');
  }),
  check('ends an aborted query in the database', async (terminal, cluster) => {
    const query = `select count(*)::int as count from pg_stat_activity where query like 'select ''abort%'`;
    const until = async (count: number): Promise<void> => {
      const giveUpMs = performance.now() + 10_000;
      while ((await cluster.sql(query))[0]?.['count'] !== count) {
        assert.ok(performance.now() < giveUpMs, `expected ${count} such queries in the database`);
      }
    };
    const call = terminal.request({ method: 'SQL', req: { query: "select 'abort', pg_sleep(50)" } }).subscribe();
    await until(1);
    call.unsubscribe();
    await until(0);
  }),
];
