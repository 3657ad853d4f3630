import assert from 'node:assert/strict';

import { filter, map, scan } from 'rxjs';

import { awaitFirst, type RawTerminal } from '../bench/RawTerminal.js';
import type { Check } from './Check.js';
import { hostCheck } from './hostCheck.js';

interface Info {
  readonly terminal_id: string;
  readonly name?: string;
  readonly serviceInfo?: Readonly<Record<string, { readonly service_id: string; readonly method: string }>>;
}

interface HostEvent {
  readonly seq_id: number;
  readonly type: string;
  readonly payload?: { readonly new?: Info; readonly old?: Info };
}

const HOST = '@host';

async function list(terminal: RawTerminal): Promise<{ readonly terminals: readonly Info[]; readonly seq_id: number }> {
  const { data } = await terminal.call(HOST, 'GetTerminalInfos', {});
  return data as { terminals: Info[]; seq_id: number };
}

/** Subscribes; gives a way to wait for the events from then on. */
function follow(terminal: RawTerminal) {
  const trace = terminal.ask(HOST, 'SubscribeChannel/HostEvent', { channel_id: '' });
  const events$ = terminal.frames$.pipe(
    filter(({ body }) => body.trace_id === trace && body.frame !== undefined),
    map(({ body }) => body.frame?.value as HostEvent),
  );
  const of = (id: string, count: number): Promise<readonly HostEvent[]> =>
    awaitFirst(
      events$.pipe(
        filter(({ payload }) => [payload?.new, payload?.old].some((info) => info?.terminal_id === id)),
        scan((all: readonly HostEvent[], event) => [...all, event], []),
        filter((all) => all.length === count),
      ),
      `${count} events of a terminal`,
    );
  return { events$, of };
}

const kindOf = ({ payload = {} }: HostEvent): string => Object.keys(payload).sort().join();

/** The directory, and the events by which terminals follow it. */
export const directoryChecks: readonly Check[] = [
  hostCheck(
    'lists itself with a SubscribeChannel/HostEvent service that has an id and takes {channel_id: ""}',
    async (bench) => {
      const terminal = await bench.joined('one');
      const host = (await list(terminal)).terminals.find(({ terminal_id }) => terminal_id === HOST);
      const services = Object.values(host?.serviceInfo ?? {});
      const channel = services.find(({ method }) => method === 'SubscribeChannel/HostEvent');
      assert.ok(channel?.service_id);
      const { service_id, method } = channel;
      terminal.send(HOST, { method, service_id, req: { channel_id: '' }, seq_id: 0, trace_id: 'by id' });
      await terminal.received(({ trace_id, frame }) => trace_id === 'by id' && frame !== undefined, 'an event');
    },
  ),
  hostCheck('begins every subscription with an INIT event of number 0', async (bench) => {
    const { events$ } = follow(await bench.joined('one'));
    assert.deepEqual(await awaitFirst(events$, 'an event'), { seq_id: 0, type: 'INIT' });
  }),
  hostCheck('tells an announcing terminal of its own announcement, before the answer', async (bench) => {
    const terminal = await bench.joined('one');
    const { of } = follow(terminal);
    await awaitFirst(terminal.frames$.pipe(filter(({ body }) => body.frame !== undefined)), 'INIT');
    const seen: string[] = [];
    terminal.frames$.subscribe(({ body }) => {
      if (body.method !== 'UpdateTerminalInfo') seen.push('event');
      else if (body.res) seen.push('answer');
    });
    seen.length = 0;
    await terminal.announce('two');
    const [event] = await of(terminal.id, 1);
    assert.equal(event?.payload?.new?.name, 'two');
    assert.deepEqual(seen, ['event', 'answer']);
  }),
  hostCheck('says JOIN, UPDATE and LEAVE: `old` is there exactly when the terminal was known', async (bench) => {
    const { of } = follow(await bench.joined('observer'));
    const terminal = await bench.joined('one');
    await terminal.announce('two');
    terminal.close();
    assert.deepEqual((await of(terminal.id, 3)).map(kindOf), ['new', 'new,old', 'old']);
  }),
  hostCheck('numbers events without gaps, and the list by the last of them', async (bench) => {
    const observer = await bench.joined('observer');
    const { events$, of } = follow(observer);
    await awaitFirst(events$, 'INIT');
    const numbers: number[] = [];
    const collecting = events$
      .pipe(filter(({ type }) => type === 'TERMINAL_CHANGE'))
      .subscribe(({ seq_id }) => numbers.push(seq_id));
    const before = await list(observer);
    // One that never announces itself is not missed.
    const silent = await bench.connect();
    const terminal = await bench.joined('one');
    silent.close();
    terminal.close();
    await of(terminal.id, 2);
    await observer.announce('observer again');
    const after = await list(observer);
    collecting.unsubscribe();
    assert.deepEqual(
      numbers,
      [1, 2, 3].map((step) => before.seq_id + step),
    );
    assert.equal(after.seq_id, before.seq_id + 3);
  }),
  hostCheck('lists a terminal as it described itself, unknown fields included', async (bench) => {
    const terminal = await bench.connect();
    const serviceInfo = { '00000000-0000-4000-8000-00000000c0fe': { method: 'Demo', schema: { type: 'object' } } };
    const [service_id] = Object.keys(serviceInfo);
    const services = { [String(service_id)]: { ...Object.values(serviceInfo)[0], service_id } };
    const { code } = await terminal.announce('one', { serviceInfo: services, enable_WebRTC: false, later_field: [1] });
    assert.equal(code, 0);
    const listed = (await list(terminal)).terminals.find(({ terminal_id }) => terminal_id === terminal.id);
    const { name, enable_WebRTC, later_field } = listed as Info & Readonly<Record<string, unknown>>;
    assert.deepEqual([name, enable_WebRTC, later_field, listed?.serviceInfo], ['one', false, [1], services]);
  }),
  hostCheck('keeps the newer of two connections with one id reachable, and says so in one event', async (bench) => {
    const observer = await bench.joined('observer');
    const { of } = follow(observer);
    const older = await bench.joined('one');
    const keyPair = { publicKey: older.id, privateKey: older.keyPair.privateKey };
    const newer = await bench.joined('two', { keyPair });
    await awaitFirst(older.closed$, 'the end of the older connection');
    observer.send(newer.id, { method: 'Any', req: {}, seq_id: 0, trace_id: 'to the newer' });
    await newer.received(({ trace_id }) => trace_id === 'to the newer', 'a frame for the newer connection');
    assert.deepEqual((await of(older.id, 2)).map(kindOf), ['new', 'new,old']);
  }),
];
