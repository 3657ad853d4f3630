import { filter, take, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type HostConnection, type Message, ProtocolError, type TerminalProblem } from '../index.js';
import { awaitValue, TestHost } from './TestHost.js';

let host: TestHost;
beforeEach(async () => (host = await new TestHost().start()));
afterEach(() => host.dispose());

const isConnected = ({ state }: HostConnection): boolean => state === 'connected';
const isDisconnected = ({ state }: HostConnection): boolean => state === 'disconnected';
const firstMessages = (count: number): Promise<Message[]> => awaitValue(host.received$.pipe(take(count), toArray()));

describe('the connection of a terminal', () => {
  it('announces first, then subscribes to events, then asks for the list', async () => {
    await host.connected({ name: 'first' });
    const [announcement, subscription, list] = await firstMessages(3);
    expect(announcement).toMatchObject({ method: 'UpdateTerminalInfo', target_terminal_id: '@host', seq_id: 0 });
    expect(announcement?.req).toMatchObject({ name: 'first', terminal_id: announcement?.source_terminal_id });
    expect(subscription).toMatchObject({ method: 'SubscribeChannel/HostEvent', req: { channel_id: '' } });
    expect(list?.method).toBe('GetTerminalInfos');
  });

  it('is connected after the list is known, and knows how long the host has been running', async () => {
    host.uptimeMs = 1234;
    host.terminals = [{ terminal_id: '@host' }, { terminal_id: 'x' }];
    const terminal = host.connect();
    const lists: number[] = [];
    terminal.terminalInfos$.subscribe((terminals) => lists.push(terminals.length));
    const connection = await awaitValue(terminal.connection$, isConnected);
    expect(connection).toEqual({ state: 'connected', hostUptimeMs: 1234, statesPrincipals: false });
    expect(lists).toEqual([0, 2]);
  });

  it('asks again for a list that the host is not in', async () => {
    host.terminals = [];
    const terminal = host.connect();
    await host.received('GetTerminalInfos', 1);
    host.terminals = [{ terminal_id: '@host' }];
    await host.received('GetTerminalInfos', 2);
    await awaitValue(terminal.connection$, isConnected);
  });

  it('comes back, and sends nothing then that was asked while it was away', async () => {
    host.terminals = [{ terminal_id: '@host' }, { terminal_id: 'x' }];
    const terminal = await host.connected();
    const running = terminal.requestForResponse({ method: 'Running', req: {}, targetTerminalId: 'x' });
    await host.received('Running');
    await host.stop();
    await expect(running).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await awaitValue(terminal.connection$, isDisconnected);
    const lost = terminal.requestForResponse({ method: 'Lost', req: {}, targetTerminalId: 'x' });
    await expect(lost).rejects.toBeInstanceOf(ProtocolError);
    expect(await awaitValue(terminal.terminalInfos$)).toHaveLength(2);
    await host.start();
    await awaitValue(terminal.connection$, isConnected);
    void terminal.requestForResponse({ method: 'Later', req: {}, targetTerminalId: 'x' }).catch(() => undefined);
    await host.received('Later');
    const received: string[] = [];
    host.received$.subscribe(({ method }) => received.push(method)).unsubscribe();
    expect(received).not.toContain('Lost');
    expect(received.filter((method) => method === 'Running')).toHaveLength(1);
  });

  it('says why it was refused, and keeps trying', async () => {
    host.onConnection = (socket) => socket.close(1008, 'Authentication failed');
    const terminal = host.connect();
    const refused = await awaitValue(terminal.connection$, (connection) => 'reason' in connection);
    expect(refused).toEqual({ state: 'disconnected', reason: 'Authentication failed' });
    host.onConnection = () => undefined;
    await awaitValue(terminal.connection$, isConnected);
  });

  it('leaves its place to a newer process and does not come back', async () => {
    const terminal = await host.connected();
    const running = terminal.requestForResponse({ method: 'Running', req: {}, targetTerminalId: 'x' });
    const socket = await awaitValue(host.sockets$);
    socket.close(4001, 'replaced by a newer connection');
    await expect(running).rejects.toMatchObject({ code: 'DISCONNECTED' });
    expect(await awaitValue(terminal.connection$)).toEqual({ state: 'replaced' });
    // Another terminal takes longer to join than this one would take to come back.
    await host.connected();
    await host.connected();
    const joined = await awaitValue(host.sockets$.pipe(take(3), toArray()));
    expect(joined).toHaveLength(3);
    expect(await awaitValue(terminal.connection$)).toEqual({ state: 'replaced' });
  });

  it('is refused for good where another process with its identity answers', async () => {
    host.onConnection = (socket) => socket.close(4002, 'another process that answers is connected with this identity');
    const terminal = host.connect();
    const refused = await awaitValue(terminal.connection$, ({ state }) => state === 'replaced');
    expect(refused).toEqual({ state: 'replaced', refused: true });
    host.onConnection = () => undefined;
    await host.connected();
    expect(await awaitValue(host.sockets$.pipe(take(2), toArray()))).toHaveLength(2);
    expect(await awaitValue(terminal.connection$)).toEqual(refused);
  });

  it('gives up a host that falls silent', async () => {
    const terminal = await host.connected({ receiveTimeoutMs: 300 });
    host.mute.add('GetTerminalInfos').add('UpdateTerminalInfo').add('SubscribeChannel/HostEvent');
    const lost = await awaitValue(terminal.connection$, isDisconnected);
    expect(lost).toEqual({ state: 'disconnected', reason: 'the host was silent for too long' });
    await awaitValue(host.sockets$.pipe(take(2), toArray()));
  });

  it('is not disturbed by what is no message', async () => {
    const problems: TerminalProblem[] = [];
    const terminal = await host.connected({
      onProblem: (problem) => {
        problems.push(problem);
        throw new Error('a listener that fails');
      },
    });
    for (const text of ['', 'text', '{}\nnot json', '{}\nnull', '{}\n[]', '{}\n{}']) host.sendText(text);
    host.sendText(new Uint8Array([0, 255, 10, 254]));
    host.send({ trace_id: 'unknown', method: 'M', res: { code: 0, message: '' }, done: true });
    host.send({ trace_id: 'ping', method: 'Ping', req: {} });
    const pong = await awaitValue(host.received$, ({ res }) => res !== undefined);
    expect(pong).toMatchObject({ trace_id: 'ping', target_terminal_id: '@host', res: { code: 0, message: 'Pong' } });
    expect(problems.map(({ code }) => code)).toEqual(Array(7).fill('MALFORMED_FRAME'));
    expect(await awaitValue(terminal.connection$)).toMatchObject({ state: 'connected' });
  });

  it('ends everything when it is disposed, and only once', async () => {
    const terminal = await host.connected();
    const ended: string[] = [];
    terminal.connection$.subscribe({ complete: () => ended.push('connection') });
    terminal.terminalInfos$.subscribe({ complete: () => ended.push('terminals') });
    terminal.subscribeChannel({ type: 'Nobody' }).subscribe({ complete: () => ended.push('channel') });
    terminal.request({ method: 'M', req: {}, targetTerminalId: 'x' }).subscribe({ complete: () => ended.push('call') });
    const socket = await awaitValue(host.sockets$);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await Promise.all([terminal.dispose(), terminal.dispose(), closed]);
    expect(ended.sort()).toEqual(['call', 'channel', 'connection', 'terminals']);
    const after = [undefined, 'x', terminal.terminalId].map((targetTerminalId) =>
      terminal.requestForResponse({ method: 'Ping', req: {}, ...(targetTerminalId && { targetTerminalId }) }),
    );
    for (const call of after) await expect(call).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });

  it('does not connect at all when it is disposed at once', async () => {
    await host.connect().dispose();
    await host.connected();
    expect(await awaitValue(host.sockets$.pipe(take(1), toArray()))).toHaveLength(1);
    const sources = new Set<string>();
    host.received$.pipe(filter(({ req }) => req !== undefined)).subscribe((message) => {
      sources.add(message.source_terminal_id);
    });
    expect(sources.size).toBe(1);
  });
});
