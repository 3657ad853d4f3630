import { type BackOff, backOffMs } from '@node-unit/basics';
import { concat, defer, filter, mergeMap, type Observable, of, retry, take, tap, throwError, timer } from 'rxjs';

import type { HostConnection } from '../terminal/HostConnection.js';
import type { Terminal } from '../terminal/Terminal.js';
import { isRecord } from '../wire/isRecord.js';
import type { Message } from '../wire/Message.js';
import { channelMethod } from './channelService.js';

const RESUBSCRIBING: BackOff = { firstMs: 200, mostMs: 2_000 };

/** Subscribes to a channel again whenever the subscription ends: after a growing time, or with the connection. */
export function subscribeChannel<T>(
  terminal: Pick<Terminal, 'request' | 'connection$'>,
  channel: { readonly type: string; readonly channelId?: string; readonly targetTerminalId?: string },
): Observable<T> {
  const { type, channelId = '', targetTerminalId } = channel;
  const messages$ = terminal.request({
    method: channelMethod(type),
    req: { channel_id: channelId },
    ...(targetTerminalId !== undefined && { targetTerminalId }),
  });
  return defer(() => {
    let failures = 0;
    const values$ = messages$.pipe(
      mergeMap((message) => valuesOf<T>(message)),
      tap(() => (failures = 0)),
    );
    const ended$ = throwError(() => new Error('the channel ended'));
    return concat(values$, ended$).pipe(retry({ delay: () => nextAttempt(terminal.connection$, failures++) }));
  });
}

function valuesOf<T>({ frame }: Message): T[] {
  return isRecord(frame) && 'value' in frame ? [frame['value'] as T] : [];
}

function nextAttempt(connection$: Observable<HostConnection>, failures: number): Observable<unknown> {
  const delayMs = backOffMs(RESUBSCRIBING, failures, Math.random());
  return connection$.pipe(
    take(1),
    mergeMap(({ state }) => (state === 'connected' ? timer(delayMs) : of(0))),
    mergeMap(() => connection$),
    filter(({ state }) => state === 'connected'),
  );
}
