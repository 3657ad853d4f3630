import { type RunningHost, startHost } from '@node-unit/host';
import { connectTerminal, type Terminal } from '@node-unit/protocol';
import { BehaviorSubject, filter, firstValueFrom, shareReplay, timeout } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type ParsedPortalConfigRow, servePortalConfigs, watchPortalConfigs } from '../index.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const ROW = {
  id: '00000000-0000-4000-8000-000000000001',
  external_host_url: 'ws://other:8888/?host_token=hidden',
  is_import: true,
  filter_schema: { type: 'object' },
  enabled: true,
  created_at: '2026-01-01T00:00:00.000000Z',
};
let host: RunningHost;
let terminals: Terminal[] = [];

function connect(name: string): Terminal {
  const terminal = connectTerminal({ hostUrl: `ws://127.0.0.1:${host.port}`, name });
  terminals.push(terminal);
  return terminal;
}

function follow(terminal: Terminal) {
  const rows$ = watchPortalConfigs(terminal).pipe(shareReplay(1));
  rows$.subscribe();
  return (accepts: (rows: readonly ParsedPortalConfigRow[]) => boolean) =>
    firstValueFrom(rows$.pipe(filter(accepts), timeout(30_000)));
}

beforeEach(async () => {
  host = await startHost({ port: 0, logger: silent });
});
afterEach(async () => {
  await Promise.all(terminals.map((terminal) => terminal.dispose()));
  terminals = [];
  await host.close();
});

const everybody = (): Promise<boolean> => Promise.resolve(true);

describe(watchPortalConfigs.name, () => {
  it('tells every portal the rows as they are, and again when they change', async () => {
    const table$ = new BehaviorSubject<readonly unknown[]>([ROW]);
    servePortalConfigs(connect('storage'), table$, everybody);
    const [first] = await follow(connect('portal one'))((rows) => rows.length === 1);
    expect(first).toEqual({
      kind: 'config',
      config: {
        id: ROW.id,
        externalHostUrl: ROW.external_host_url,
        isImport: true,
        filterSchema: { type: 'object' },
        enabled: true,
      },
    });
    const until = follow(connect('portal two'));
    await until((rows) => rows.length === 1);
    table$.next([]);
    await until((rows) => rows.length === 0);
  });

  it('says of a row that cannot be read why, without its values', async () => {
    const rows = [
      ROW,
      { ...ROW, external_host_url: 'http://other/?host_token=hidden' },
      { ...ROW, filter_schema: 'text' },
      7,
    ];
    servePortalConfigs(connect('storage'), new BehaviorSubject(rows), everybody);
    const parsed = await follow(connect('portal'))((received) => received.length === 4);
    const reasons = parsed.map((row) => (row.kind === 'invalid' ? row.reason : row.kind));
    expect(reasons.slice(0, 3)).toEqual([
      'config',
      'external_host_url: expected a ws:// or wss:// address',
      'filter_schema: expected a JSON Schema: an object or a boolean',
    ]);
    expect(JSON.stringify(reasons)).not.toContain('hidden');
  });

  it('tells nobody who may not read it', async () => {
    const portal = connect('portal');
    const isPortal = (terminalId: string): Promise<boolean> => Promise.resolve(terminalId === portal.terminalId);
    servePortalConfigs(connect('storage'), new BehaviorSubject([ROW]), isPortal);
    await follow(portal)((rows) => rows.length === 1);
    const stranger = connect('stranger');
    await firstValueFrom(stranger.terminalInfos$.pipe(filter((all) => all.some(({ name }) => name === 'storage'))));
    const call = { method: 'SubscribeChannel/PortalConfig', req: { channel_id: '' } };
    expect(await stranger.requestForResponse(call)).toMatchObject({ code: 403 });
  });

  it('goes on with another storage when one leaves', async () => {
    const first = connect('storage');
    servePortalConfigs(first, new BehaviorSubject([ROW]), everybody);
    const until = follow(connect('portal'));
    await until((rows) => rows.length === 1);
    await first.dispose();
    servePortalConfigs(connect('storage again'), new BehaviorSubject([ROW, ROW]), everybody);
    await until((rows) => rows.length === 2);
  });
});
