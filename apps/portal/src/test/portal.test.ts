import type { Terminal } from '@node-unit/protocol';
import {
  concat,
  filter,
  firstValueFrom,
  map,
  NEVER,
  Observable,
  of,
  share,
  Subject,
  take,
  timeout,
  toArray,
} from 'rxjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { contentOf, offerEcho, TwoHosts, untilOffered } from './TwoHosts.js';

const DEADLINE_MS = 40_000;
const only = (pattern: string) => ({ properties: { method: { pattern } } });
let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.start();
});
afterEach(() => hosts.clear());
afterAll(() => hosts.stop());

describe('a portal', { timeout: 240_000 }, () => {
  it('imports and exports what satisfies the filter, and nothing else', async () => {
    const [own, external] = [await hosts.connect('own', 'own'), await hosts.connect('external', 'external')];
    offerEcho(external, 'Quote/Read', { type: 'object', required: ['symbol'] });
    offerEcho(external, 'Order/Submit');
    offerEcho(own, 'Report/Read');
    offerEcho(own, 'Report/Write');
    await hosts.insert({ isImport: true, filterSchema: only('^Quote/') });
    await hosts.insert({ isImport: false, filterSchema: only('^Report/Read$') });
    await hosts.startPortal();
    await untilOffered(own, ['Quote/Read']);
    await untilOffered(external, ['Report/Read']);
    const answer = await own.requestForResponse({ method: 'Quote/Read', req: { symbol: 'x' } });
    expect(answer).toMatchObject({ code: 0, data: { method: 'Quote/Read', req: { symbol: 'x' } } });
    expect((await external.requestForResponse({ method: 'Report/Read', req: 'now' })).code).toBe(0);
    const refused = own.requestForResponse({ method: 'Quote/Read', req: {} });
    await expect(refused).rejects.toMatchObject({ code: 'NO_TERMINAL_AVAILABLE_FOR_REQUEST' });
  });

  it('takes over everything but portals, the host, the storage and what every terminal has', async () => {
    const [own, external] = [await hosts.connect('own', 'own'), await hosts.connect('external', 'external')];
    offerEcho(external, 'Theirs');
    offerEcho(external, 'Terminate');
    offerEcho(own, 'Ours');
    await hosts.insert({ isImport: true, filterSchema: {} });
    await hosts.insert({ isImport: false, filterSchema: true });
    await hosts.startPortal();
    await hosts.startPortal();
    await untilOffered(own, ['Theirs', 'Theirs']);
    await untilOffered(external, ['Ours', 'Ours']);
    offerEcho(external, 'Later');
    await untilOffered(own, ['Later', 'Later', 'Theirs', 'Theirs']);
    await untilOffered(external, ['Ours', 'Ours']);
  });

  it('follows the services and the rows at run time', async () => {
    const [own, external] = [await hosts.connect('own', 'own'), await hosts.connect('external', 'external')];
    await hosts.startPortal();
    const id = await hosts.insert({ isImport: true, filterSchema: only('^A') });
    const offered = external.offerService({ method: 'A1', schema: {} }, () => NEVER);
    offerEcho(external, 'A2');
    offerEcho(external, 'B');
    await untilOffered(own, ['A1', 'A2']);
    offered.unsubscribe();
    await untilOffered(own, ['A2']);
    await hosts.sql('update portal_config set filter_schema = $2 where id = $1', [id, only('^B')]);
    await untilOffered(own, ['B']);
    await hosts.sql('update portal_config set enabled = false where id = $1', [id]);
    await untilOffered(own, []);
    await hosts.sql('update portal_config set enabled = true where id = $1', [id]);
    await untilOffered(own, ['B']);
    await hosts.sql('delete from portal_config where id = $1', [id]);
    await untilOffered(own, []);
  });

  it('passes on values, events, errors and the end of a stream, and its abort', async () => {
    const [own, external] = [await hosts.connect('own', 'own'), await hosts.connect('external', 'external')];
    const ended$ = new Subject<string>();
    const ended = firstValueFrom(ended$.pipe(timeout(DEADLINE_MS)));
    external.offerService({ method: 'Stream/Finite', schema: {} }, () =>
      of({ event: { type: 'half' } }, { frame: { n: 1 } }, { frame: 0 }, { res: { code: 'E', message: 'no' } }),
    );
    external.offerService({ method: 'Stream/Endless', schema: {} }, () =>
      concat(of({ frame: 'first' }), new Observable<never>(() => () => ended$.next('aborted'))),
    );
    external.offerService({ method: 'Stream/Throws', schema: {} }, () => Promise.reject(new Error('broken')));
    external.publishChannel({ type: 'Ticks' }, () => concat(of('tick'), NEVER));
    await hosts.insert({ isImport: true, filterSchema: only('^(Stream/|SubscribeChannel/Ticks)') });
    await hosts.startPortal();
    await untilOffered(own, ['Stream/Endless', 'Stream/Finite', 'Stream/Throws', 'SubscribeChannel/Ticks']);

    const finite = await firstValueFrom(
      own.request({ method: 'Stream/Finite', req: {} }).pipe(map(contentOf), toArray(), timeout(DEADLINE_MS)),
    );
    expect(finite).toEqual(['in_processing', 'in_processing', 'half', { n: 1 }, 0, 'E']);
    const failed = await own.requestForResponse({ method: 'Stream/Throws', req: {} });
    expect(failed).toMatchObject({ code: 500, message: expect.stringContaining('broken') as string });
    expect(await firstValueFrom(own.subscribeChannel({ type: 'Ticks' }).pipe(timeout(DEADLINE_MS)))).toBe('tick');
    const frames$ = own.request({ method: 'Stream/Endless', req: {} }).pipe(filter(({ frame }) => frame !== undefined));
    await firstValueFrom(frames$.pipe(take(1), timeout(DEADLINE_MS)));
    expect(await ended).toBe('aborted');
  });

  it.each([
    [503, 'when it closes the bridge', () => hosts.sql('update portal_config set enabled = false')],
    [502, 'when the source leaves', (source: Terminal) => source.dispose()],
    [502, 'when the source host is gone', () => hosts.restartHost('external')],
  ])('answers %i to those who wait %s', async (code, _when, happens) => {
    const [own, external] = [await hosts.connect('own', 'own'), await hosts.connect('external', 'external')];
    external.offerService({ method: 'Slow', schema: {} }, () => concat(of({ frame: 'begun' }), NEVER));
    await hosts.insert({ isImport: true, filterSchema: {} });
    await hosts.startPortal();
    await untilOffered(own, ['Slow']);
    const messages$ = own.request({ method: 'Slow', req: {} }).pipe(timeout(DEADLINE_MS), share());
    const answer = firstValueFrom(messages$.pipe(filter(({ res }) => res !== undefined)));
    await firstValueFrom(messages$.pipe(filter(({ frame }) => frame === 'begun')));
    await happens(external);
    expect((await answer).res?.code).toBe(code);
  });

  it('logs a row that cannot be read once, and goes on with the others', async () => {
    const [own, external] = [await hosts.connect('own', 'own'), await hosts.connect('external', 'external')];
    offerEcho(external, 'Fine');
    await hosts.insert({ isImport: true, filterSchema: {}, url: 'http://not-a-host/?host_token=hidden' });
    await hosts.insert({ isImport: true, filterSchema: { type: 'nonsense' } });
    const portal = await hosts.startPortal();
    const faults: unknown[] = [];
    portal.records$
      .pipe(filter(({ event }) => event === 'PortalConfigInvalid'))
      .subscribe((fault) => faults.push(fault));
    await hosts.insert({ isImport: true, filterSchema: only('^Fine$') });
    await untilOffered(own, ['Fine']);
    await hosts.sql("update portal_config set enabled = true where filter_schema <> '{}'");
    await hosts.sql('delete from portal_config where filter_schema = $1', [JSON.stringify(only('^Fine$'))]);
    await untilOffered(own, []);
    expect(faults).toHaveLength(2);
    expect(JSON.stringify(faults)).not.toContain('hidden');
  });
});

describe('a bridge that stands', { timeout: 240_000 }, () => {
  it('works again after a restart of either host, and of the storage', async () => {
    const [own, external] = [await hosts.connect('own', 'own'), await hosts.connect('external', 'external')];
    offerEcho(external, 'Theirs');
    offerEcho(own, 'Ours');
    await hosts.insert({ isImport: true, filterSchema: only('^Theirs$') });
    await hosts.insert({ isImport: false, filterSchema: only('^Ours$') });
    const portal = await hosts.startPortal();
    const works = async (): Promise<void> => {
      await untilOffered(own, ['Theirs']);
      await untilOffered(external, ['Ours']);
      const call = async (terminal: typeof own, method: string) =>
        (await terminal.requestForResponse({ method, req: {} }).catch((error: unknown) => ({ code: String(error) })))
          .code;
      await expect.poll(() => call(own, 'Theirs'), { timeout: DEADLINE_MS }).toBe(0);
      await expect.poll(() => call(external, 'Ours'), { timeout: DEADLINE_MS }).toBe(0);
    };
    await works();
    await hosts.restartHost('external');
    await works();
    await hosts.restartHost('own');
    await works();
    await hosts.restartStorage();
    await works();
    await hosts.sql('update portal_config set enabled = false where is_import');
    await untilOffered(own, []);
    expect(portal.pid).toBeGreaterThan(0);
  });
});
