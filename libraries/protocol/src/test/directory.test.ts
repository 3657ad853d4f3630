import { describe, expect, it } from 'vitest';

import { chooseService } from '../directory/chooseService.js';
import { departedTerminals } from '../directory/departedTerminals.js';
import { beginDirectory, type DirectoryState } from '../directory/DirectoryState.js';
import { reduceHostEvent } from '../directory/reduceHostEvent.js';
import { indexServices } from '../directory/ServiceIndex.js';
import { readTerminalList, reduceTerminalList } from '../directory/TerminalList.js';
import type { TerminalInfo } from '../index.js';
import { vectors } from './vectors.js';

const terminals = (...ids: string[]): TerminalInfo[] => ids.map((terminal_id) => ({ terminal_id }));
const idsOf = (state: DirectoryState): string[] => state.terminals.map(({ terminal_id }) => terminal_id);
const listed = (seqId: number, ...ids: string[]): DirectoryState => ({
  terminals: terminals(...ids),
  acknowledgedSeqId: seqId,
  latestSeqId: -1,
});

describe(reduceHostEvent, () => {
  it('treats the recorded sequence as recorded, apart from listing a terminal twice', () => {
    let state = listed(5, '@host', 'x');
    for (const recorded of vectors.host_event_continuity.cases) {
      if (!recorded.event) continue;
      const outcome = reduceHostEvent(state, recorded.event);
      expect({ case: recorded.case, refetch: outcome.refetch, ids: idsOf(outcome.state) }).toEqual({
        case: recorded.case,
        refetch: recorded.refetched,
        ids: [...new Set(recorded.ids)],
      });
      const list = { terminals: outcome.state.terminals, seqId: recorded.event.seq_id, uptimeMs: undefined };
      state = outcome.refetch ? reduceTerminalList(outcome.state, list)! : outcome.state;
    }
  });

  it('waits for the first list without asking for another', () => {
    const outcome = reduceHostEvent(beginDirectory(terminals('old')), {
      seq_id: 7,
      type: 'TERMINAL_CHANGE',
      payload: { new: { terminal_id: 'y' } },
    });
    expect(outcome.refetch).toBe(false);
    expect(idsOf(outcome.state)).toEqual(['old']);
    expect(outcome.state.latestSeqId).toBe(7);
  });

  it.each([
    [undefined, false],
    ['text', false],
    [{ type: 'TERMINAL_CHANGE' }, false],
    [{ seq_id: 6, type: 'TERMINAL_CHANGE' }, true],
    [{ seq_id: 6, type: 'TERMINAL_CHANGE', payload: { new: {} } }, true],
    [{ seq_id: 6, type: 'TERMINAL_CHANGE', payload: { new: { terminal_id: 'y' }, old: 'x' } }, true],
  ])('leaves the list alone for %j and asks for another: %s', (event, refetch) => {
    const outcome = reduceHostEvent(listed(5, '@host', 'x'), event);
    expect(outcome.refetch).toBe(refetch);
    expect(idsOf(outcome.state)).toEqual(['@host', 'x']);
    expect(outcome.state.acknowledgedSeqId).toBe(5);
  });
});

describe(reduceTerminalList, () => {
  it('refuses a list that is older than an event already seen', () => {
    const state = { ...beginDirectory([]), latestSeqId: 8 };
    const list = { terminals: terminals('@host'), seqId: 7, uptimeMs: undefined };
    expect(reduceTerminalList(state, list)).toBeUndefined();
    expect(reduceTerminalList(state, { ...list, seqId: 8 })?.acknowledgedSeqId).toBe(8);
  });
});

describe(readTerminalList, () => {
  const read = (data: unknown) => readTerminalList({ code: 0, message: 'OK', data });

  it('reads the list, each terminal once, and the uptime where there is one', () => {
    const list = read({ terminals: [...terminals('@host', 'x', 'x'), {}, null], seq_id: 3, uptime_ms: 9 });
    expect(list).toEqual({ terminals: terminals('@host', 'x'), seqId: 3, uptimeMs: 9 });
    expect(read({ terminals: terminals('@host'), seq_id: 3 })?.uptimeMs).toBeUndefined();
  });

  it.each([
    undefined,
    {},
    { terminals: [], seq_id: 0 },
    { terminals: terminals('@host') },
    { terminals: 1, seq_id: 0 },
  ])('takes %j for no list', (data) => expect(read(data)).toBeUndefined());
});

describe(departedTerminals, () => {
  it('names those who are gone and those who are another process now', () => {
    const before = [...terminals('stays', 'goes'), { terminal_id: 'restarts', created_at: 1 }];
    const after = [...terminals('stays', 'comes'), { terminal_id: 'restarts', created_at: 2 }];
    expect([...departedTerminals(before, after)]).toEqual(['goes', 'restarts']);
  });
});

describe(chooseService, () => {
  const service = (service_id: string, method: string, schema: object = {}) => ({
    [service_id]: { service_id, method, schema: schema as Record<string, unknown> },
  });
  const list: TerminalInfo[] = [
    { terminal_id: 'a', serviceInfo: { ...service('a1', 'SQL'), ...service('a2', 'Other') } },
    { terminal_id: 'b', serviceInfo: service('b1', 'SQL', { not: {} }) },
    { terminal_id: 'c', serviceInfo: service('c1', 'SQL') },
    { terminal_id: 'hijacker', serviceInfo: { ...service('SQL', 'Other'), ...service('Other', 'SQL') } },
    { terminal_id: 'mute' },
  ];
  const matches = (schema: object): boolean => !('not' in schema);
  const choose = (random: number, targetTerminalId?: string) =>
    chooseService(
      indexServices(list),
      { method: 'SQL', req: {}, ...(targetTerminalId !== undefined && { targetTerminalId }) },
      matches,
      random,
    )?.serviceId;

  it('chooses among all that accept the request, and never one whose id is the name of a method', () => {
    expect([0, 0.49, 0.5, 0.99].map((random) => choose(random))).toEqual(['a1', 'a1', 'c1', 'c1']);
  });

  it('keeps to the target that was named, and leaves it to that target to check the request', () => {
    expect(choose(0, 'c')).toBe('c1');
    expect(choose(0, 'b')).toBe('b1');
    expect(choose(0, 'hijacker')).toBeUndefined();
  });
});
