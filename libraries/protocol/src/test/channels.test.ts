import { Observable, Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Message } from '../index.js';
import { awaitValue, TestHost } from './TestHost.js';

const METHOD = 'SubscribeChannel/Demo\\/Ticks';
let host: TestHost;
beforeEach(async () => (host = await new TestHost().start()));
afterEach(() => host.dispose());

describe('publishChannel', () => {
  it('shares one source among the subscribers of a channel id, without replay, and frees it with the last', async () => {
    const terminal = await host.connected();
    const started: string[] = [];
    const stopped$ = new Subject<string>();
    const values$ = new Subject<unknown>();
    terminal.publishChannel({ type: 'Demo/Ticks', channelSchema: {} }, (channelId) => {
      started.push(channelId);
      return new Observable((subscriber) => {
        const subscription = values$.subscribe(subscriber);
        return () => {
          subscription.unsubscribe();
          stopped$.next(channelId);
        };
      });
    });
    const subscribe = (trace_id: string, channel_id: string) =>
      host.send({ trace_id, method: METHOD, req: { channel_id } });
    subscribe('1', 'a');
    subscribe('2', 'b');
    await host.received(METHOD, 2);
    values$.next(1);
    subscribe('3', 'a');
    await host.received(METHOD, 5);
    values$.next(undefined);
    const messages = await host.received(METHOD, 8);
    const framesOf = (trace: string): unknown[] =>
      messages.filter(({ trace_id, frame }) => trace_id === trace && frame).map(({ frame }) => frame);
    expect(started).toEqual(['a', 'b']);
    expect(framesOf('1')).toEqual([{ value: 1 }, { value: null }]);
    expect(framesOf('3')).toEqual([{ value: null }]);
    const stopped = awaitValue(stopped$);
    for (const trace_id of ['1', '3']) host.send({ trace_id, method: METHOD, done: true });
    expect(await stopped).toBe('a');
  });

  it('accepts the empty channel id only unless it says more, and ends its subscriptions when withdrawn', async () => {
    const terminal = await host.connected();
    const channel = terminal.publishChannel({ type: 'Demo/Ticks' }, () => new Observable());
    host.send({ trace_id: 'wrong', method: METHOD, req: { channel_id: 'x' } });
    host.send({ trace_id: 'right', method: METHOD, req: { channel_id: '' } });
    const answers = await host.received(METHOD, 3);
    expect(answers.map(({ res, event }) => res?.code ?? event?.type)).toEqual([400, undefined, 'in_processing']);
    channel.unsubscribe();
    const ended = await awaitValue(host.received$, ({ trace_id, done }) => trace_id === 'right' && done === true);
    expect(ended.res).toBeUndefined();
  });
});

describe('subscribeChannel', () => {
  it('gets every value, and subscribes anew after the end and after a reconnection', async () => {
    const serviceInfo = { s: { service_id: 's', method: METHOD, schema: {} } };
    host.terminals = [{ terminal_id: '@host' }, { terminal_id: 'x', serviceInfo }];
    const terminal = await host.connected();
    const values: unknown[] = [];
    const values$ = new Subject<unknown>();
    values$.subscribe((value) => values.push(value));
    const subscription = terminal.subscribeChannel({ type: 'Demo/Ticks', channelId: 'a' }).subscribe(values$);
    const isSubscription = ({ method, req }: Message): boolean => method === METHOD && req !== undefined;
    const subscriptions: Message[] = [];
    host.received$.subscribe((message) => isSubscription(message) && subscriptions.push(message));
    const next = async (count: number): Promise<Message> => {
      await awaitValue(host.received$, () => subscriptions.length === count);
      return subscriptions[count - 1]!;
    };
    const first = await next(1);
    expect(first).toMatchObject({ target_terminal_id: 'x', service_id: 's', req: { channel_id: 'a' } });
    for (const value of [0, '', false, null]) host.reply(first, { frame: { value } });
    host.reply(first, { done: true });
    const second = await next(2);
    host.reply(second, { frame: { value: 'second' } });
    await awaitValue(values$, (value) => value === 'second');
    await host.stop();
    await host.start();
    const third = await next(3);
    host.reply(third, { frame: { value: 'third' } });
    await awaitValue(values$, (value) => value === 'third');
    expect(values).toEqual([0, '', false, null, 'second', 'third']);
    subscription.unsubscribe();
    await awaitValue(host.received$, ({ trace_id, done }) => trace_id === third.trace_id && done === true);
  });
});
