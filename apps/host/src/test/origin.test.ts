import { afterEach, describe, expect, it } from 'vitest';

import { FOREIGN_PAGE, judgeOrigin } from '../credentials/judgeOrigin.js';
import type { HostOptions } from '../HostOptions.js';
import { readOrigins } from '../readOrigins.js';
import { awaitValue, TestHub } from './TestHub.js';

const PAGE = 'https://page.example';
let hub: TestHub | undefined;
afterEach(() => hub?.dispose());

async function start(options: Partial<HostOptions>): Promise<TestHub> {
  hub = await new TestHub(options).start();
  return hub;
}

async function isAnswered(host: TestHub, query = ''): Promise<void> {
  const page = await host.raw('page', { origin: PAGE }, query);
  page.send({ trace_id: 't', source_terminal_id: 'page', method: 'Ping', req: {} });
  await page.received(({ res }) => res?.message === 'Pong');
}

describe('a page in a browser', () => {
  it('cannot join a host without a token, and the host says so', async () => {
    const host = await start({});
    const page = await host.raw('page', { origin: PAGE });
    expect(await awaitValue(page.closed$)).toEqual({ code: 1008, reason: FOREIGN_PAGE });
    expect(await host.logged('ConnectionRefused')).toMatchObject([{ level: 'warn', fields: { reason: FOREIGN_PAGE } }]);
    const challenger = await host.raw('other page', { origin: 'null' });
    expect(await awaitValue(challenger.closed$)).toMatchObject({ code: 1008 });
    const joined: string[] = [];
    host.log$.subscribe(({ event }) => joined.push(event)).unsubscribe();
    expect(joined).not.toContain('TerminalJoined');
  });

  it('is answered by a host with a token that it knows', async () =>
    isAnswered(await start({ tokens: ['secret'] }), '&host_token=secret'));

  it.each([PAGE, '*'])('is answered by a host without a token that allows %s', async (origin) => {
    const host = await start({ allowedOrigins: [origin] });
    await isAnswered(host);
    const url = `${host.url.replace('ws', 'http')}/request`;
    const init = { method: 'POST', body: JSON.stringify({ method: 'Ping', req: {} }), headers: { origin: PAGE } };
    expect((await fetch(url, init)).status).toBe(200);
  });
});

describe(judgeOrigin, () => {
  const none = { tokens: [], allowedOrigins: [] };
  const some = { tokens: [], allowedOrigins: [PAGE, 'http://name:8888'] };

  it.each([
    ['no page', {}, none, undefined],
    ['no page, by address', { host: '127.0.0.1:8888' }, none, undefined],
    ['no page, by address of version 6', { host: '[::1]:8888' }, none, undefined],
    ['no page, by localhost', { host: 'LocalHost:8888' }, none, undefined],
    ['a page', { origin: PAGE }, none, FOREIGN_PAGE],
    ['a page of this machine', { origin: 'http://localhost:3000' }, none, FOREIGN_PAGE],
    ['its own page', { origin: 'http://localhost:8888', host: 'LOCALHOST:8888' }, none, undefined],
    ['its own page, by address', { origin: 'https://127.0.0.1:8889', host: '127.0.0.1:8889' }, none, undefined],
    ['a page of another port', { origin: 'http://localhost:3000', host: 'localhost:8888' }, none, FOREIGN_PAGE],
    ['its own page, by a name', { origin: 'http://name.example', host: 'name.example' }, none, FOREIGN_PAGE],
    ['a name that a site has pointed here', { host: 'rebound.example:8888' }, none, FOREIGN_PAGE],
    ['an address inside a name', { host: '127.0.0.1.example' }, none, FOREIGN_PAGE],
    ['an allowed page', { origin: PAGE.toUpperCase() }, some, undefined],
    ['another page', { origin: `${PAGE}.evil` }, some, FOREIGN_PAGE],
    ['a name that is allowed', { host: 'name:8888' }, some, undefined],
    ['a page, with a token', { origin: PAGE, host: 'any' }, { ...none, tokens: ['secret'] }, undefined],
  ] as const)('%s', (_case, headers, rules, expected) => expect(judgeOrigin(headers, rules)).toBe(expected));

  it('gives a reason that fits into a close frame', () => expect(FOREIGN_PAGE.length).toBeLessThanOrEqual(120));
});

describe(readOrigins, () => {
  it.each([
    ['https://a.example, HTTP://B:80 ,', ['https://a.example', 'http://b']],
    ['*', ['*']],
  ])('reads %s', (text, origins) => expect(readOrigins(text)).toEqual(origins));

  it.each(['a.example', 'https://a.example/path', 'ws://a', 'null', 'https://*.example'])('refuses %s', (text) =>
    expect(() => readOrigins(text)).toThrow('expected origins such as https://example.com'),
  );
});
