import { request as httpRequest } from 'node:http';

import { HOST_ID, type JsonObject, type Terminal } from '@node-unit/protocol';
import { createKeyPair, issueWorkloadCredential } from '@node-unit/credentials';
import { concat, NEVER, Observable, of, Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { awaitNames, awaitValue, TestHub } from './TestHub.js';

const TOKEN = 'a long secret';
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };
const ok = (data: unknown) => of({ res: { code: 0, message: 'OK', data } });

let hub: TestHub;
let member: Terminal;
const aborted$ = new Subject<string>();
const started$ = new Subject<void>();
beforeEach(async () => {
  hub = await new TestHub({ tokens: [TOKEN], limits: { maxFrameBytes: 20_000 } }).start();
  member = hub.connect('member', { hostToken: TOKEN });
  const services: Record<string, Parameters<Terminal['offerService']>[1]> = {
    Finite: () => concat(of({ frame: { i: 0 } }), ok('end')),
    Endless: () =>
      new Observable((subscriber) => {
        subscriber.next({ frame: 1 });
        return () => aborted$.next('Endless');
      }),
    '/external/echo': ({ req }) => ok({ status: 201, headers: { 'x-a': 'b' }, body: JSON.stringify(req) }),
    '/external/minimal': () => ok({}),
    '/external/nodata': () => ok(undefined),
    '/external/odd': () => ok({ status: 999 }),
    '/external/split': () => ok({ headers: { 'x-a': 'b\r\nx-c: d' } }),
    '/external/slow': () =>
      new Observable(() => {
        started$.next();
        return () => aborted$.next('slow');
      }),
  };
  for (const [method, handler] of Object.entries(services)) member.offerService({ method, schema: {} }, handler);
  await awaitNames(member, 'member');
  await awaitValue(member.terminalInfos$, (infos) => JSON.stringify(infos).includes('/external/slow'));
});
afterEach(() => hub.dispose());

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${hub.url.replace('ws:', 'http:')}${path}`, { headers: AUTHORIZED, ...init });
}

async function post(body: unknown): Promise<{ status: number; lines: JsonObject[]; headers: Headers }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await call('/request', { method: 'POST', body: text });
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return {
    status: response.status,
    headers: response.headers,
    lines: lines.map((line) => JSON.parse(line) as JsonObject),
  };
}

describe('POST /request', () => {
  it('answers with every message of the session, by method and by service id', async () => {
    const { status, headers, lines } = await post({ method: 'Finite', req: {} });
    expect([status, headers.get('content-type'), headers.get('access-control-allow-origin')]).toEqual([
      200,
      'application/x-ndjson',
      '*',
    ]);
    const base = { method: 'Finite', source_terminal_id: member.terminalId, target_terminal_id: HOST_ID };
    const trace_id = lines[0]?.['trace_id'];
    expect(lines).toEqual([
      { ...base, trace_id, seq_id: 1, event: { type: 'in_processing' } },
      { ...base, trace_id, seq_id: 2, frame: { i: 0 } },
      { ...base, trace_id, seq_id: 3, res: { code: 0, message: 'OK', data: 'end' }, done: true },
    ]);
    const infos = await awaitValue(member.terminalInfos$);
    const services = infos.flatMap(({ serviceInfo = {} }) => Object.values(serviceInfo));
    const id = services.find(({ method }) => method === 'Finite')?.service_id;
    expect((await post({ method: id, req: {} })).lines).toHaveLength(3);
  });

  it("reaches the host's own services", async () => {
    const { lines } = await post({ method: 'GetTerminalInfos', req: {} });
    expect(JSON.stringify(lines.at(-1))).toContain('"name":"member"');
  });

  it.each([
    ['a method that nobody offers', { method: 'Nobody', req: {} }, 404],
    ['no method', { req: {} }, 400],
    ['no req', { method: 'Finite' }, 400],
    ['a false req', { method: 'Finite', req: 0 }, 400],
    ['null', null, 400],
    ['bad JSON', '{', 400],
    ['too much', { method: 'Finite', req: 'x'.repeat(30_000) }, 413],
  ])('answers what is wrong, and goes on: %s', async (_case, body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.lines).toEqual([{ code: status, message: expect.any(String) as string }]);
    expect((await post({ method: 'Finite', req: {} })).status).toBe(200);
  });

  it('ends the session when nobody waits for the answer any more', async () => {
    const { hostname, port } = new URL(hub.url);
    const ended = awaitValue(aborted$, (name) => name === 'Endless');
    const request = httpRequest({ hostname, port, path: '/request', method: 'POST', headers: AUTHORIZED });
    request.on('error', () => undefined);
    request.on('response', (response) => response.once('data', () => request.destroy()));
    request.end(JSON.stringify({ method: 'Endless', req: {} }));
    await ended;
  });

  it('says in the last line that who was asked is gone', async () => {
    const other = hub.connect('other', { hostToken: TOKEN });
    other.offerService({ method: 'Silent', schema: {} }, () => NEVER);
    await awaitValue(member.terminalInfos$, (infos) => JSON.stringify(infos).includes('Silent'));
    const response = await call('/request', { method: 'POST', body: JSON.stringify({ method: 'Silent', req: {} }) });
    await other.dispose();
    const lines = (await response.text()).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ res: { code: 502 }, done: true });
  });
});

describe('OPTIONS /request', () => {
  it('allows everything to pages that know the token', async () => {
    const { status, headers } = await call('/request', { method: 'OPTIONS' });
    const allowed = ['origin', 'headers', 'methods'].map((what) => headers.get(`access-control-allow-${what}`));
    expect([status, ...allowed]).toEqual([204, '*', '*', '*']);
  });
});

describe('/external/…', () => {
  it('lets the service answer, and keeps the token from it', async () => {
    const path = `/external/echo?x=1&host%5Ftoken=${encodeURIComponent(TOKEN)}&y=%20`;
    const response = await call(path, { method: 'PUT', body: 'hello', headers: { ...AUTHORIZED, 'x-test': '1' } });
    expect([response.status, response.headers.get('x-a')]).toEqual([201, 'b']);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      method: 'PUT',
      url: '/external/echo?x=1&y=%20',
      pathname: '/external/echo',
      headers: { 'x-test': '1' },
      body: 'hello',
      host_id: 'main',
    });
    expect(text).not.toContain('secret');
  });

  it.each([
    ['/external/minimal', 200],
    ['/external/none', 404],
    ['/external/', 404],
    ['/external/nodata', 502],
    ['/external/odd', 502],
    ['/external/split', 502],
  ])('answers %s with %i', async (path, status) => {
    expect((await call(path)).status).toBe(status);
  });

  it('asks members only', async () => {
    const keyPair = createKeyPair();
    const req = { terminal_ids: [keyPair.publicKey] };
    await member.requestForResponse({ method: 'UpdateWorkloads', req, targetTerminalId: HOST_ID });
    const claims = { terminalId: keyPair.publicKey, deploymentId: 'd', claimEpoch: 1 };
    const hostToken = issueWorkloadCredential(claims, member.keyPair);
    const workload = hub.connect('workload', { keyPair, hostToken });
    for (const method of ['/external/mine', '/external/echo']) {
      workload.offerService({ method, schema: {} }, () => ok({ status: 418 }));
    }
    await awaitValue(member.terminalInfos$, (infos) => JSON.stringify(infos).includes('/external/mine'));
    expect((await call('/external/mine')).status).toBe(404);
    for (let time = 0; time < 20; time += 1) expect((await call('/external/echo')).status).toBe(201);
  });

  it('ends the session when nobody waits any more', async () => {
    const controller = new AbortController();
    const started = awaitValue(started$);
    const ended = awaitValue(aborted$, (name) => name === 'slow');
    const answer = call('/external/slow', { signal: controller.signal }).catch(() => undefined);
    await started;
    controller.abort();
    await Promise.all([answer, ended]);
  });
});

describe('without the token', () => {
  it.each([
    ['POST', '/request', {}],
    ['OPTIONS', '/request', {}],
    ['GET', '/external/echo?x=geheim', {}],
    ['GET', '/external/echo?host_token=geheim', {}],
    ['POST', '/request', { authorization: 'bearer a long secret' }],
    ['POST', '/request', { host_token: 'geheim', authorization: `Bearer ${TOKEN}` }],
  ])('%s %s is refused, and nothing of the URL is repeated', async (method, path, headers) => {
    const response = await call(path, { method, headers: headers as Record<string, string> });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toMatch(/geheim|external|request/);
  });

  it.each([{ host_token: TOKEN }, { host_token: TOKEN, authorization: 'Bearer wrong' }])(
    'but with it in %j nothing is',
    async (headers) => {
      expect((await call('/external/minimal', { headers })).status).toBe(200);
    },
  );

  it('a page cannot reach a host that has none', async () => {
    const open = await new TestHub().start();
    try {
      const url = `${open.url.replace('ws:', 'http:')}/request`;
      const init = { method: 'POST', body: JSON.stringify({ method: 'Ping', req: {} }) };
      expect((await fetch(url, { ...init, headers: { origin: 'https://page.example' } })).status).toBe(401);
      expect((await fetch(url, init)).status).toBe(200);
    } finally {
      await open.dispose();
    }
  });
});
