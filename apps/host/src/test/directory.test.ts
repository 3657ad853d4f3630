import { describe, expect, it } from 'vitest';

import { announce, createDirectory, leave } from '../directory/Directory.js';
import { readAnnouncement } from '../directory/readAnnouncement.js';

describe('Directory', () => {
  const empty = createDirectory({ terminal_id: '@host' });

  it('numbers changes without gaps and tells the old version exactly when there was one', () => {
    const joined = announce(empty, { terminal_id: 'a' });
    const updated = announce(joined.directory, { terminal_id: 'a', name: 'A' });
    const left = leave(updated.directory, 'a');
    const again = announce(left!.directory, { terminal_id: 'a' });
    expect([joined, updated, left, again].map((change) => change?.event)).toEqual([
      { seq_id: 1, type: 'TERMINAL_CHANGE', payload: { new: { terminal_id: 'a' } } },
      {
        seq_id: 2,
        type: 'TERMINAL_CHANGE',
        payload: { new: { terminal_id: 'a', name: 'A' }, old: { terminal_id: 'a' } },
      },
      { seq_id: 3, type: 'TERMINAL_CHANGE', payload: { old: { terminal_id: 'a', name: 'A' } } },
      { seq_id: 4, type: 'TERMINAL_CHANGE', payload: { new: { terminal_id: 'a' } } },
    ]);
    expect([...again.directory.terminals.keys()]).toEqual(['@host', 'a']);
    expect(again.directory.seqId).toBe(4);
  });

  it('says nothing of the leave of somebody it does not know, and is never changed itself', () => {
    expect(leave(empty, 'a')).toBeUndefined();
    announce(empty, { terminal_id: 'a' });
    expect(empty.terminals.size).toBe(1);
    expect(empty.seqId).toBe(0);
  });
});

describe(readAnnouncement, () => {
  const codeOf = (req: unknown): number | string => {
    const announcement = readAnnouncement(req, 'a');
    return announcement.kind === 'refused' ? announcement.res.code : 0;
  };

  it('accepts what a terminal says about itself, unknown fields included', () => {
    const info = { terminal_id: 'a', later: { x: 1 } };
    expect(readAnnouncement(info, 'a')).toEqual({ kind: 'accepted', info });
  });

  it('refuses what is said about others, what is unreadable and what nobody could bear', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as unknown;
    expect(codeOf({ terminal_id: 'b' })).toBe(403);
    expect(codeOf({ terminal_id: '@host' })).toBe(403);
    expect(codeOf({ name: 'nobody' })).toBe(400);
    expect(codeOf('a')).toBe(400);
    expect(codeOf({ terminal_id: 'a', deep })).toBe(400);
    expect(codeOf({ terminal_id: 'a', tags: { long: 'x'.repeat(1_100_000) } })).toBe(400);
  });
});
