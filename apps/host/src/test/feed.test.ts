import { encodeFrame, type Message, type ServiceReply } from '@node-unit/protocol';
import { firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';

import { Burst } from '../directory/Burst.js';
import { createDirectory, type HostEvent } from '../directory/Directory.js';
import { DirectoryFeed } from '../directory/DirectoryFeed.js';
import { EventLog } from '../directory/EventLog.js';
import { ListAnswers } from '../directory/ListAnswers.js';
import { Pace } from '../directory/Pace.js';
import { SharedContents } from '../routing/SharedContents.js';

const asIs = <Content>(content: Content): Content => content;
const join = (seq_id: number): HostEvent => ({
  seq_id,
  type: 'TERMINAL_CHANGE',
  payload: { new: { terminal_id: `t${seq_id}` } },
});
const leave = (seq_id: number): HostEvent => ({
  seq_id,
  type: 'TERMINAL_CHANGE',
  payload: { old: { terminal_id: `t${seq_id - 1}` } },
});

describe(DirectoryFeed, () => {
  const behind = new Set<string>();
  const ports = { share: asIs, isBehind: (id: string) => behind.has(id), onTold: () => undefined };
  let feed = new DirectoryFeed(ports);
  afterEach(() => {
    feed.stop();
    behind.clear();
    feed = new DirectoryFeed(ports);
  });
  const follow = (terminalId: string): number[] => {
    const seqIds: number[] = [];
    feed.events(terminalId).subscribe((reply: ServiceReply) => {
      if ('frame' in reply) seqIds.push((reply.frame as { value: HostEvent }).value.seq_id);
    });
    return seqIds;
  };
  const listed = (terminalId: string): number[] => {
    const seqIds = follow(terminalId);
    feed.listed(terminalId);
    return seqIds;
  };
  const push = (...events: readonly HostEvent[]): void => events.forEach((event) => feed.push(event));
  const joins = (from: number, to: number): HostEvent[] =>
    Array.from({ length: to - from + 1 }, (_, index) => join(from + index));

  it('tells single joins and every leave at once, a leave with all that came before it', () => {
    const told = listed('a');
    push(join(1), join(2));
    expect(told).toEqual([0, 1, 2]);
    push(...joins(3, 9));
    expect(told.length).toBeLessThan(10);
    push(leave(10));
    expect(told).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('tells one that awaits its first list only what is not in that list', () => {
    const told = follow('a');
    push(join(1), leave(2));
    feed.asked('a');
    push(join(3), leave(4));
    expect(told).toEqual([0]);
    feed.listed('a');
    push(leave(5));
    expect(told).toEqual([0, 5]);
  });

  it('tells a terminal at once what it announces itself, even if it awaits its list', () => {
    const [itself, other] = [follow('t9'), listed('other')];
    push(...joins(1, 9));
    expect(itself).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(other.length).toBeLessThan(10);
  });

  it('leaves out nothing for one that had events before it fetched the list again', () => {
    const told = listed('a');
    push(leave(1), ...joins(2, 9));
    feed.listed('a');
    push(leave(10));
    expect(told).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('waits for one that is behind, but not if it is about to receive another message', () => {
    const [slow, other] = [listed('slow'), listed('other')];
    behind.add('slow');
    push(leave(1), leave(2));
    expect([slow, other]).toEqual([[0], [0, 1, 2]]);
    feed.catchUp('slow');
    expect(slow).toEqual([0, 1, 2]);
  });

  it('tells one that is too far behind the latest event alone', () => {
    const slow = listed('slow');
    behind.add('slow');
    for (let seqId = 1; seqId <= 1_500; seqId += 1) push(leave(seqId));
    behind.clear();
    push(leave(1_501));
    expect(slow).toEqual([0, 1_501]);
    push(leave(1_502));
    feed.listed('slow');
    push(leave(1_503));
    expect(slow).toEqual([0, 1_501, 1_503]);
  });

  it('holds what two subscriptions of a terminal have not been told for each of them', () => {
    const [first, second] = [listed('a'), follow('a')];
    push(leave(1));
    expect([first, second]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});

describe(ListAnswers, () => {
  const ask = (answers: ListAnswers, id: string) => firstValueFrom(answers.answer(id));
  const listOf = (onListed: (id: string) => void = () => undefined): ListAnswers => {
    const directory = createDirectory({ terminal_id: '@host' });
    return new ListAnswers({
      share: asIs,
      directory: () => directory,
      uptimeMs: () => 1,
      onAsked: () => undefined,
      onListed,
    });
  };

  it('answers one that asks at once', () => {
    const listed: string[] = [];
    listOf((id) => listed.push(id))
      .answer('a')
      .subscribe();
    expect(listed).toEqual(['a']);
  });

  it('answers those who ask while many join later and together', async () => {
    const listed: string[] = [];
    const answers = listOf((id) => listed.push(id));
    for (let count = 0; count < 10; count += 1) answers.joined();
    const asked = ['a', 'b', 'c'].map((id) => ask(answers, id));
    expect(listed).toEqual([]);
    const [a, b, c] = (await Promise.all(asked)) as { res: object }[];
    expect([b?.res, c?.res].map((res) => res === a?.res)).toEqual([true, true]);
    expect(listed).toEqual(['a', 'b', 'c']);
  });

  it('answers none that has gone meanwhile', async () => {
    const listed: string[] = [];
    const answers = listOf((id) => listed.push(id));
    for (let count = 0; count < 10; count += 1) answers.joined();
    const gone = answers.answer('gone').subscribe();
    const stays = ask(answers, 'stays');
    gone.unsubscribe();
    await stays;
    expect(listed).toEqual(['stays']);
  });
});

describe(SharedContents, () => {
  const message: Message = {
    frame: { value: { text: 'ü' } },
    trace_id: 't "1"',
    seq_id: 3,
    method: 'M',
    source_terminal_id: '@host',
    target_terminal_id: 'a',
  };
  const { frame: _frame, ...others } = message;
  const textOf = (contents: SharedContents, sent: Message): string => {
    const encoded = contents.encode(sent);
    return typeof encoded === 'string' ? encoded : encoded.head + encoded.content.toString() + encoded.tail;
  };

  it.each<[string, Message]>([
    ['a frame', message],
    ['a response', { res: { code: 0, message: 'OK', data: [] }, ...others, done: true }],
    ['a long response', { res: { code: 0, message: 'OK', data: 'ü'.repeat(20_000) }, ...others, done: true }],
  ])('encodes %s as encodeFrame does', (_case, sent) => {
    const contents = new SharedContents();
    const content = (sent.res ?? sent.frame) as object;
    contents.share(content, JSON.stringify(content));
    expect(textOf(contents, sent)).toBe(encodeFrame(sent));
    expect(textOf(new SharedContents(), sent)).toBe(encodeFrame(sent));
  });

  it('gives all receivers the same bytes of a long content', () => {
    const contents = new SharedContents();
    const res = { code: 0, message: 'x'.repeat(20_000) };
    contents.share(res, JSON.stringify(res));
    const [a, b] = ['a', 'b'].map((target_terminal_id) => contents.encode({ res, ...others, target_terminal_id }));
    expect(typeof a === 'object' && typeof b === 'object' && a.content === b.content).toBe(true);
  });
});

describe(EventLog, () => {
  it('keeps the latest and forgets what is asked or too much', () => {
    const log = new EventLog(asIs);
    expect([log.latestSeqId, log.get(0), log.get(1)]).toEqual([0, undefined, undefined]);
    for (let seqId = 1; seqId <= 1_200; seqId += 1) log.append(join(seqId));
    expect([log.get(200), log.get(201)?.value.seq_id, log.latestSeqId]).toEqual([undefined, 201, 1_200]);
    log.forgetBefore(1_201);
    expect([log.get(1_200), log.latestSeqId]).toEqual([undefined, 1_200]);
    const long = { terminal_id: 'long', name: 'x'.repeat(3_000_000) };
    for (const seq_id of [1_201, 1_202]) log.append({ seq_id, type: 'TERMINAL_CHANGE', payload: { new: long } });
    expect([log.get(1_201), log.get(1_202)?.value.seq_id]).toEqual([undefined, 1_202]);
  });
});

describe(Pace, () => {
  it('lets so many through and has the others wait for the end of the window', () => {
    const pace = new Pace(2, 100);
    expect([0, 10, 20, 70, 100, 110].map((nowMs) => pace.delayMs(nowMs))).toEqual([0, 0, 80, 30, 0, 0]);
  });
});

describe(Burst, () => {
  it('is on while the last five are close together', () => {
    const burst = new Burst();
    expect(burst.isOn(0)).toBe(false);
    for (const nowMs of [0, 10, 20, 30]) burst.count(nowMs);
    expect(burst.isOn(30)).toBe(false);
    burst.count(40);
    expect([burst.isOn(40), burst.isOn(249), burst.isOn(250)]).toEqual([true, true, false]);
  });
});
