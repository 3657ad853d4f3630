import { firstValueFrom, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { DirectoryFollower } from '../directory/DirectoryFollower.js';
import type { Message, TerminalInfo } from '../index.js';
import { gatherWrites } from '../websocket/gatherWrites.js';
import { awaitValue, TestHost } from './TestHost.js';

const JOINS = 500;
const idsOf = (terminals: readonly TerminalInfo[]): string[] => terminals.map(({ terminal_id }) => terminal_id);

/** A follower that knows a list with the host alone, and the host that it follows. */
class Followed {
  public readonly told: (readonly TerminalInfo[])[] = [];
  public readonly follower = new DirectoryFollower({
    open: ({ method }) => {
      const session = new Subject<Message>();
      this.#sessions.set(method, session);
      this.#opened$.next(method);
      return session;
    },
    onEvent: (terminals) => this.told.push(terminals),
    onList: () => undefined,
    onFailure: (message) => {
      throw new Error(message);
    },
  });
  readonly #sessions = new Map<string, Subject<Message>>();
  readonly #opened$ = new Subject<string>();

  public async begin(): Promise<this> {
    const asked = firstValueFrom(this.#opened$);
    this.follower.follow().subscribe();
    await asked;
    const fetched = awaitValue(this.#opened$, (method) => method === 'GetTerminalInfos');
    this.#hear('SubscribeChannel/HostEvent', { event: { type: 'in_processing' } });
    await fetched;
    const data = { terminals: [{ terminal_id: '@host' }], seq_id: 0 };
    await Promise.resolve();
    this.#hear('GetTerminalInfos', { res: { code: 0, message: 'OK', data } });
    return this;
  }

  public join(seq_id: number): void {
    const payload = { new: { terminal_id: String(seq_id) } };
    this.#hear('SubscribeChannel/HostEvent', { frame: { value: { seq_id, type: 'TERMINAL_CHANGE', payload } } });
  }

  #hear(method: string, content: Partial<Message>): void {
    this.#sessions.get(method)?.next(content as Message);
  }
}

describe('events that arrive together', () => {
  it('are told once, before anything else happens', async () => {
    const followed = await new Followed().begin();
    for (let seqId = 1; seqId <= JOINS; seqId += 1) followed.join(seqId);
    expect(followed.told).toEqual([]);
    await Promise.resolve();
    expect(followed.told.map(({ length }) => length)).toEqual([JOINS + 1]);
    followed.join(JOINS + 1);
    await Promise.resolve();
    expect(followed.told.map(({ length }) => length)).toEqual([JOINS + 1, JOINS + 2]);
  });

  it('are told at once and once where somebody has to know', async () => {
    const followed = await new Followed().begin();
    followed.join(1);
    followed.join(2);
    followed.follower.settle();
    followed.follower.settle();
    await Promise.resolve();
    expect(followed.told.map(idsOf)).toEqual([['@host', '1', '2']]);
  });

  it('are known to whoever answers a message that comes with them', async () => {
    const host = await new TestHost().start();
    try {
      const terminal = await host.connected();
      const seen = new Promise<string[]>((resolve) => {
        terminal.offerService({ method: 'WhoIsThere', schema: {} }, () => {
          void firstValueFrom(terminal.terminalInfos$).then((infos) => resolve(idsOf(infos)));
          return [];
        });
      });
      await host.emit(1, { new: { terminal_id: 'y' } });
      host.send({ method: 'WhoIsThere', req: {}, trace_id: 't', source_terminal_id: 'y', seq_id: 0 });
      expect(await seen).toEqual(['@host', 'y']);
    } finally {
      await host.dispose();
    }
  });
});

describe(gatherWrites, () => {
  it('lets writes leave together, when told or at the end of the turn', async () => {
    const calls: string[] = [];
    const gather = gatherWrites({ cork: () => calls.push('cork'), uncork: () => calls.push('uncork') });
    gather();
    gather();
    gather.release();
    gather.release();
    expect(calls).toEqual(['cork', 'uncork']);
    gather();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual(['cork', 'uncork', 'cork', 'uncork']);
  });
});
