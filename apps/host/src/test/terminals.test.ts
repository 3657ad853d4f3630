import { sign } from '@node-unit/credentials';
import { interval, map, NEVER, Observable, take, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { announce, awaitNames, awaitValue, TestHub } from './TestHub.js';

let hub: TestHub;
beforeEach(async () => (hub = await new TestHub().start()));
afterEach(() => hub.dispose());

describe('terminals on a host', () => {
  it('see each other come, change and go', async () => {
    const [a, b] = await hub.connected('a', 'b');
    a!.setTags({ color: 'blue' });
    const isBlue = await awaitValue(
      b!.terminalInfos$.pipe(map((infos) => infos.find(({ name }) => name === 'a')?.tags)),
      (tags) => tags?.['color'] === 'blue',
    );
    expect(isBlue).toEqual({ color: 'blue', terminal_public_key: a!.terminalId });
    await a!.dispose();
    await awaitNames(b!, 'b');
    expect(await hub.logged('TerminalLeft')).toMatchObject([
      { fields: { terminal_id: a!.terminalId, reason: 'closed' } },
    ]);
  });

  it('call, stream and abort', async () => {
    const [a, b] = await hub.connected('a', 'b');
    let isRunning = false;
    a!.offerService({ method: 'Echo', schema: { required: ['x'] } }, async ({ req, sourceTerminalId }) => {
      return { res: { code: 0, message: 'OK', data: { req: await Promise.resolve(req), sourceTerminalId } } };
    });
    a!.offerService({ method: 'Count', schema: {} }, () => {
      isRunning = true;
      return new Observable((subscriber) => {
        const counting = interval(1)
          .pipe(map((frame) => ({ frame })))
          .subscribe(subscriber);
        return () => {
          counting.unsubscribe();
          isRunning = false;
        };
      });
    });
    await awaitValue(b!.terminalInfos$, (infos) => JSON.stringify(infos).includes('Count'));
    const echo = await b!.requestForResponse({ method: 'Echo', req: { x: 1 } });
    expect(echo).toEqual({ code: 0, message: 'OK', data: { req: { x: 1 }, sourceTerminalId: b!.terminalId } });
    const frames$ = b!.request({ method: 'Count', req: {} }).pipe(
      map(({ frame, event }) => frame ?? event?.type),
      take(4),
      toArray(),
    );
    expect(await awaitValue(frames$)).toEqual(['in_processing', 0, 1, 2]);
    await awaitValue(interval(1), () => !isRunning);
  });

  it('publish and subscribe to channels', async () => {
    const [a, b] = await hub.connected('a', 'b');
    const values$ = b!.subscribeChannel({ type: 'Demo/Ticks', channelId: 'x/y' }).pipe(take(2), toArray());
    const received = awaitValue(values$);
    a!.publishChannel({ type: 'Demo/Ticks', channelSchema: {} }, (channelId) =>
      interval(5).pipe(map((i) => `${channelId} ${i}`)),
    );
    expect(await received).toEqual(['x/y 0', 'x/y 1']);
  });

  it('learn at once that a target is unknown or gone', async () => {
    const [a, b] = await hub.connected('a', 'b');
    const unknown = await a!.requestForResponse({ method: 'Ping', req: {}, targetTerminalId: 'nobody' });
    expect(unknown.code).toBe(404);
    b!.offerService({ method: 'Silent', schema: {} }, () => NEVER);
    await awaitValue(a!.terminalInfos$, (infos) => JSON.stringify(infos).includes('Silent'));
    const pending = a!.requestForResponse({ method: 'Silent', req: {} });
    const pong = await a!.requestForResponse({ method: 'Ping', req: {}, targetTerminalId: b!.terminalId });
    expect(pong).toEqual({ code: 0, message: 'Pong' });
    await b!.dispose();
    await expect(pending).rejects.toMatchObject({ code: 'TARGET_GONE' });
  });

  it('stop serving a requester that is gone', async () => {
    const [a] = await hub.connected('a');
    let running = 0;
    a!.offerService({ method: 'Endless', schema: {} }, () => {
      running += 1;
      return new Observable<never>(() => () => (running -= 1));
    });
    const client = await hub.announced('client');
    client.send({
      target_terminal_id: a!.terminalId,
      source_terminal_id: 'client',
      trace_id: 't',
      method: 'Endless',
      req: {},
    });
    await awaitValue(interval(1), () => running === 1);
    client.socket.terminate();
    await awaitValue(interval(1), () => running === 0);
  });

  it('get the host’s list with its uptime, and its health without a token', async () => {
    const [a] = await hub.connected('a');
    const list = await a!.requestForResponse<{ uptime_ms: number; seq_id: number }>({
      method: 'GetTerminalInfos',
      req: {},
      targetTerminalId: '@host',
    });
    expect(list.data?.uptime_ms).toBeGreaterThanOrEqual(0);
    expect(list.data?.seq_id).toBeGreaterThanOrEqual(1);
    const health = await fetch(`${hub.url.replace('ws', 'http')}/healthz?x=1`);
    expect(await health.json()).toMatchObject({ status: 'ok', terminals: 1 });
    for (const path of ['/', '/requests', '/healthz/x']) {
      expect((await fetch(`${hub.url.replace('ws', 'http')}${path}`, { method: 'POST', body: 'x' })).status).toBe(404);
    }
  });
});

describe('a second connection with the same id', () => {
  it('takes over: the first is told so, the second is reached, and nobody sees a leave', async () => {
    const [watcher] = await hub.connected('watcher');
    const first = await hub.announced('same', { name: 'first' }, '&signature=proof');
    await awaitNames(watcher!, 'watcher', 'first');
    const events: string[] = [];
    watcher!
      .subscribeChannel<{ payload?: { new?: { name: string }; old?: { name: string } } }>({
        type: 'HostEvent',
        targetTerminalId: '@host',
      })
      .subscribe(({ payload }) => payload && events.push(`${payload.old?.name ?? '-'} > ${payload.new?.name ?? '-'}`));
    await watcher!.requestForResponse({ method: 'Ping', req: {}, targetTerminalId: '@host' });
    const second = await hub.raw('same', {}, '&signature=proof');
    expect(await awaitValue(first.closed$)).toEqual({ code: 4001, reason: 'replaced by a newer connection' });
    announce(second, 'same', { name: 'second' });
    await awaitNames(watcher!, 'watcher', 'second');
    void watcher!.requestForResponse({ method: 'Hello', req: {}, targetTerminalId: 'same' }).catch(() => undefined);
    await second.received(({ method }) => method === 'Hello');
    expect(events).toEqual(['first > second']);
    expect(await hub.logged('TerminalLeft')).toMatchObject([{ fields: { terminal_id: 'same', reason: 'replaced' } }]);
  });

  it('is refused if the id is no key and the proof is another', async () => {
    const first = await hub.announced('storage', {}, '&signature=proof');
    for (const query of ['', '&signature=', '&signature=other']) {
      const thief = await hub.raw('storage', {}, query);
      expect(await awaitValue(thief.closed$)).toMatchObject({
        code: 1008,
        reason: expect.stringContaining('in use') as string,
      });
    }
    first.send({ trace_id: 'still there', source_terminal_id: 'storage', method: 'Ping', req: {} });
    await first.received(({ trace_id }) => trace_id === 'still there');
  });

  it('is refused by an overheard URL once the key was shown by a challenge', async () => {
    const [a] = await hub.connected('a');
    const { publicKey, privateKey } = a!.keyPair;
    const replay = await hub.raw(publicKey, {}, `&signature=${sign('', privateKey)}`);
    expect(await awaitValue(replay.closed$)).toMatchObject({
      code: 1008,
      reason: expect.stringContaining('challenge') as string,
    });
    expect(await a!.requestForResponse({ method: 'Ping', req: {}, targetTerminalId: '@host' })).toMatchObject({
      code: 0,
    });
  });
});
