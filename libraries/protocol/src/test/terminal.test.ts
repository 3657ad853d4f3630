import { NEVER, Observable, of } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Message, TerminalInfo } from '../index.js';
import { awaitValue, TestHost } from './TestHost.js';

let host: TestHost;
beforeEach(async () => {
  host = await new TestHost().start();
  host.terminals = [{ terminal_id: '@host' }, serving('x', 'Echo')];
});
afterEach(() => host.dispose());

function serving(terminal_id: string, method: string, schema: Record<string, unknown> = {}): TerminalInfo {
  return {
    terminal_id,
    created_at: 1,
    serviceInfo: { [`${terminal_id}-id`]: { service_id: `${terminal_id}-id`, method, schema } },
  };
}
const idsOf = (terminals: readonly TerminalInfo[]): string[] => terminals.map(({ terminal_id }) => terminal_id);
const isAbort = ({ done, res, source_terminal_id }: Message): boolean =>
  done === true && res === undefined && source_terminal_id !== '@host';

describe('the directory of a terminal', () => {
  it('follows the events of the host', async () => {
    const terminal = await host.connected();
    await host.emit(1, { new: { terminal_id: 'y' } });
    await host.emit(2, { new: { terminal_id: 'y', name: 'Y' }, old: { terminal_id: 'y' } });
    await host.emit(3, { old: { terminal_id: 'x' } });
    const terminals = await awaitValue(terminal.terminalInfos$, (list) => !idsOf(list).includes('x'));
    expect(terminals).toEqual([{ terminal_id: '@host' }, { terminal_id: 'y', name: 'Y' }]);
  });

  it('fetches the list after a gap, again when the answer is older than what it has seen', async () => {
    const terminal = await host.connected();
    host.terminals = [...host.terminals, { terminal_id: 'stale' }];
    host.listSeqId = 4;
    await host.emit(5, { new: { terminal_id: 'y' } });
    await host.received('GetTerminalInfos', 2);
    host.terminals = [{ terminal_id: '@host' }, { terminal_id: 'y' }];
    host.listSeqId = 5;
    const lists: string[][] = [];
    terminal.terminalInfos$.subscribe((list) => lists.push(idsOf(list)));
    await awaitValue(terminal.terminalInfos$, (list) => idsOf(list).includes('y'));
    expect(lists).toEqual([
      ['@host', 'x'],
      ['@host', 'y'],
    ]);
  });

  it('announces a change of tags once, and the same tags not at all', async () => {
    const terminal = await host.connected({ tags: { a: '1', terminal_public_key: 'forged' } });
    terminal.setTags({ a: '1' });
    terminal.setTags({ b: '2' });
    terminal.setTags({ a: '3', terminal_public_key: 'forged' });
    const [first, second] = await host.received('UpdateTerminalInfo', 2);
    const key = { terminal_public_key: terminal.terminalId };
    expect((first?.req as TerminalInfo).tags).toEqual({ a: '1', ...key });
    expect((second?.req as TerminalInfo).tags).toEqual({ a: '3', b: '2', ...key });
  });

  it('announces offered services, and withdraws them', async () => {
    const terminal = await host.connected();
    const methodsOf = ({ req }: Message) =>
      Object.values((req as TerminalInfo).serviceInfo ?? {}).map(({ method }) => method);
    const offer = terminal.offerService({ method: 'Offered', schema: {} }, () => NEVER);
    await awaitValue(
      host.received$,
      (message) => message.method === 'UpdateTerminalInfo' && methodsOf(message).includes('Offered'),
    );
    offer.unsubscribe();
    const [, , last] = await host.received('UpdateTerminalInfo', 3);
    expect(methodsOf(last!)).toEqual(['Ping', `HandShake/${terminal.terminalId}`, 'Metrics']);
  });
});

describe('a call', () => {
  it('goes to the announced service and resolves with the response, without an abort', async () => {
    const terminal = await host.connected();
    const response = terminal.requestForResponse({ method: 'Echo', req: { a: 1 } });
    const [request] = await host.received('Echo');
    expect(request).toMatchObject({ target_terminal_id: 'x', service_id: 'x-id', req: { a: 1 }, seq_id: 0 });
    host.reply(request!, { event: { type: 'in_processing' } });
    host.reply(request!, { source_terminal_id: 'forger', res: { code: 0, message: 'forged' }, done: true });
    host.reply(request!, { seq_id: 2, res: { code: 0, message: 'OK', data: 7 }, done: true });
    host.reply(request!, { seq_id: 3, done: true });
    expect(await response).toEqual({ code: 0, message: 'OK', data: 7 });
    void terminal.requestForResponse({ method: 'Next', req: {}, targetTerminalId: 'x' });
    await host.received('Next');
    const aborts: Message[] = [];
    host.received$.subscribe((message) => isAbort(message) && aborts.push(message)).unsubscribe();
    expect(aborts).toEqual([]);
  });

  it('goes to the very service that it names', async () => {
    host.terminals = [
      { terminal_id: '@host' },
      {
        terminal_id: 'x',
        serviceInfo: Object.fromEntries(
          ['first', 'second', 'third'].map((service_id) => [service_id, { service_id, method: 'Echo', schema: {} }]),
        ),
      },
    ];
    const terminal = await host.connected();
    const call = { method: 'Echo', req: {}, targetTerminalId: 'x', serviceId: 'second' };
    for (let count = 0; count < 5; count += 1) void terminal.requestForResponse(call);
    const requests = await host.received('Echo', 5);
    expect(requests.map(({ service_id }) => service_id)).toEqual(Array.from({ length: 5 }, () => 'second'));
  });

  it('resolves with NO_RESPONSE when the session ends without one', async () => {
    const terminal = await host.connected();
    const response = terminal.requestForResponse({ method: 'Echo', req: {} });
    const [request] = await host.received('Echo');
    host.reply(request!, { done: true });
    expect(await response).toEqual({ code: 'NO_RESPONSE', message: 'No Response Received' });
  });

  it('is aborted by unsubscribing, by its signal and by silence', async () => {
    const terminal = await host.connected();
    const stop = new AbortController();
    const call = { method: 'Echo', req: {} };
    const signalled = terminal.requestForResponse({ ...call, signal: stop.signal });
    const silent = terminal.requestForResponse({ ...call, timeoutMs: 50 });
    const unsubscribed = terminal.request(call).subscribe();
    const requests = await host.received('Echo', 3);
    host.reply(requests[2]!, { seq_id: 4, frame: 1 });
    host.send({ trace_id: 'ping', method: 'Ping', req: {} });
    await awaitValue(host.received$, ({ res }) => res?.message === 'Pong');
    unsubscribed.unsubscribe();
    stop.abort();
    await expect(signalled).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(silent).rejects.toMatchObject({ code: 'TIMEOUT' });
    const messages = await host.received('Echo', 6);
    const aborts = new Map(messages.filter(isAbort).map(({ trace_id, seq_id }) => [trace_id, seq_id]));
    expect(requests.map(({ trace_id }) => aborts.get(trace_id))).toEqual([0, 0, 5]);
    await expect(terminal.requestForResponse({ ...call, signal: stop.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  it('fails at once when its target leaves', async () => {
    const terminal = await host.connected();
    const response = terminal.requestForResponse({ method: 'Echo', req: {} });
    await host.received('Echo');
    await host.emit(1, { old: serving('x', 'Echo') });
    await expect(response).rejects.toMatchObject({ code: 'TARGET_GONE' });
    await expect(terminal.requestForResponse({ method: 'Echo', req: {} })).rejects.toMatchObject({
      code: 'NO_TERMINAL_AVAILABLE_FOR_REQUEST',
    });
  });

  it('fails at once when its target is another process now', async () => {
    const terminal = await host.connected();
    const response = terminal.requestForResponse({ method: 'Echo', req: {} });
    await host.received('Echo');
    await host.emit(1, { old: serving('x', 'Echo'), new: { ...serving('x', 'Echo'), created_at: 2 } });
    await expect(response).rejects.toMatchObject({ code: 'TARGET_GONE' });
  });

  it('fails without being sent when the protocol cannot carry it', async () => {
    const terminal = await host.connected();
    for (const req of [0, '', false, null, { big: 1n } as never]) {
      await expect(terminal.requestForResponse({ method: 'Echo', req })).rejects.toMatchObject({
        code: 'INVALID_REQUEST',
      });
    }
  });

  it('to the terminal itself needs no connection', async () => {
    const terminal = await host.connected();
    terminal.offerService({ method: 'Own', schema: {} }, ({ req }) =>
      of({ frame: req }, { res: { code: 0, message: 'own' } }),
    );
    await host.stop();
    await awaitValue(terminal.connection$, ({ state }) => state === 'disconnected');
    const call = { method: 'Own', req: { a: 1 }, targetTerminalId: terminal.terminalId };
    expect(await terminal.requestForResponse(call)).toEqual({ code: 0, message: 'own' });
  });
});

describe('a service', () => {
  it('is stopped when its requester leaves and when the connection is lost', async () => {
    const terminal = await host.connected();
    let running = 0;
    const counts$ = new Observable<number>((subscriber) => {
      const poll = setInterval(() => subscriber.next(running), 5);
      return () => clearInterval(poll);
    });
    terminal.offerService({ method: 'Endless', schema: {} }, () => {
      running += 1;
      return new Observable<never>(() => () => (running -= 1));
    });
    for (const source_terminal_id of ['x', 'y'])
      host.send({ trace_id: 't', method: 'Endless', req: {}, source_terminal_id });
    await awaitValue(counts$, (count) => count === 2);
    await host.emit(1, { old: { terminal_id: 'x' } });
    await awaitValue(counts$, (count) => count === 1);
    await host.stop();
    await awaitValue(counts$, (count) => count === 0);
  });
});
