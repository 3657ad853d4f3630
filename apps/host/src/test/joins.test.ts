import { interval } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DirectoryReader } from './DirectoryReader.js';
import { announce, awaitValue, type RawClient, TestHub } from './TestHub.js';

const MANY = 40;
const idsOf = (prefix: string): string[] => Array.from({ length: MANY }, (_, number) => `${prefix}${number}`);
const isConsecutive = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1);

let hub: TestHub;
beforeEach(async () => (hub = await new TestHub({ pingMisses: 1_000 }).start()));
afterEach(() => hub.dispose());

async function reader(id: string): Promise<DirectoryReader> {
  return new DirectoryReader(await hub.raw(id), id);
}

async function untilAll(readers: readonly DirectoryReader[], ids: readonly string[]): Promise<void> {
  const wanted = ['@host', ...ids].sort().join();
  await awaitValue(interval(5), () => readers.every(({ terminals }) => terminals.join() === wanted));
}

describe('terminals that join in one burst', () => {
  it('all have the same complete list in the end, whichever way they follow it', async () => {
    const ids = idsOf('raw ');
    const terminals = Array.from({ length: 10 }, (_, number) => hub.connect(`terminal ${number}`));
    const readers = await Promise.all(ids.map(reader));
    const all = [...ids, ...terminals.map(({ terminalId }) => terminalId)];
    await untilAll(readers, all);
    const wanted = ['@host', ...all].sort();
    for (const { terminalInfos$ } of terminals) {
      const infos = await awaitValue(terminalInfos$, ({ length }) => length === wanted.length);
      expect(infos.map(({ terminal_id }) => terminal_id).sort()).toEqual(wanted);
    }
  });

  it('fetch the list once, and then miss no event', async () => {
    const early = await reader('early');
    await untilAll([early], ['early']);
    const some = await Promise.all(idsOf('a').map(reader));
    const middle = await reader('middle');
    const others = await Promise.all(idsOf('b').map(reader));
    const readers = [early, ...some, middle, ...others];
    await untilAll(readers, ['early', ...idsOf('a'), 'middle', ...idsOf('b')]);
    for (const { fetches, seqIds } of readers) expect([fetches, isConsecutive(seqIds)]).toEqual([1, true]);
    expect(early.seqIds).toHaveLength(2 * MANY + 1);
  });

  it('receive the same text as the others, and one that JSON.stringify would give', async () => {
    const readers = await Promise.all(idsOf('r').map(reader));
    await untilAll(readers, idsOf('r'));
    const [first, ...others] = readers;
    const lastEvents = new Set<string | undefined>();
    const client = await hub.announced('late', { tags: { text: 'ü "quoted" \u2028' } });
    client.socket.terminate();
    await awaitValue(interval(5), () => readers.every(({ story }) => story.at(-1) === '-late'));
    for (const { events } of [first!, ...others]) lastEvents.add(events.slice(-2).join('\n'));
    expect(lastEvents.size).toBe(1);
    const texts = [...first!.events, ...readers.flatMap(({ lists }) => lists)];
    for (const text of texts) expect(JSON.stringify(JSON.parse(text))).toBe(text);
    // Fewer lists than readers: those who asked together were given one.
    expect(new Set(readers.flatMap(({ lists }) => lists)).size).toBeLessThan(MANY);
  });

  it('are known to a terminal before it receives their first message', async () => {
    const watcher = await reader('watcher');
    await untilAll([watcher], ['watcher']);
    const join = async (id: string): Promise<RawClient> => {
      const client = await hub.raw(id);
      announce(client, id);
      const call = { trace_id: id, method: `hello from ${id}`, req: {} };
      client.send({ ...call, source_terminal_id: id, target_terminal_id: 'watcher' });
      return client;
    };
    await Promise.all(idsOf('j').map(join));
    await awaitValue(interval(5), () => watcher.story.length === 2 * MANY);
    for (const id of idsOf('j')) {
      expect(watcher.story.indexOf(`+${id}`)).toBeGreaterThanOrEqual(0);
      expect(watcher.story.indexOf(`hello from ${id}`)).toBeGreaterThan(watcher.story.indexOf(`+${id}`));
    }
  });

  it('and leave are told in order, to one that only subscribes as well', async () => {
    const watcher = await reader('watcher');
    await untilAll([watcher], ['watcher']);
    const subscriber = await hub.announced('subscriber');
    const call = { trace_id: 'events', method: 'SubscribeChannel/HostEvent', req: { channel_id: '' } };
    subscriber.send({ ...call, source_terminal_id: 'subscriber' });
    const clients = await Promise.all(idsOf('c').map((id) => hub.announced(id)));
    for (const { socket } of clients) socket.terminate();
    await untilAll([watcher], ['watcher', 'subscriber']);
    const ids = watcher.story.filter((entry) => entry.startsWith('+c')).map((entry) => entry.slice(1));
    expect([...ids].sort()).toEqual(idsOf('c').sort());
    for (const id of ids) expect(watcher.story.indexOf(`-${id}`)).toBeGreaterThan(watcher.story.indexOf(`+${id}`));
    expect([watcher.fetches, isConsecutive(watcher.seqIds)]).toEqual([1, true]);
    const last = watcher.seqIds.at(-1);
    await subscriber.received(
      ({ frame }) => (frame as { value?: { seq_id: number } } | undefined)?.value?.seq_id === last,
    );
  });
});

describe('a terminal that does not read', () => {
  it('is left out of what it has not read, and finds by the gap that it has to fetch the list', async () => {
    const client = await hub.raw('slow');
    const slow = new DirectoryReader(client, 'slow');
    await untilAll([slow], ['slow']);
    client.socket.pause();
    const busy = await hub.announced('busy');
    const updates = 300;
    for (let count = 1; count <= updates; count += 1) announce(busy, 'busy', { tags: { count: String(count), long } });
    announce(busy, 'busy', { tags: { count: 'last' } });
    await busy.received(({ trace_id, method }) => trace_id === 'announce' && method === 'UpdateTerminalInfo');
    busy.send({ trace_id: 'all announced', source_terminal_id: 'busy', method: 'Ping', req: {} });
    await busy.received(({ trace_id, res }) => trace_id === 'all announced' && res !== undefined);
    client.socket.resume();
    await awaitValue(interval(5), () => slow.lists.at(-1)?.includes('"count":"last"') ?? false);
    expect(slow.seqIds.length).toBeLessThan(updates);
    expect([slow.fetches > 1, isConsecutive(slow.seqIds)]).toEqual([true, false]);
    expect(slow.terminals).toEqual(['@host', 'busy', 'slow']);
  });
});

const long = 'x'.repeat(50_000);
