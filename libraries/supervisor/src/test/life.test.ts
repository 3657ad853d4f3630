import { describe, expect, it } from 'vitest';

import { advanceLife } from '../life/advanceLife.js';
import { describeLife } from '../life/describeLife.js';
import { EXIT_0, EXIT_1, generationOf, row, Story } from './lives.js';

const NEXT = row({ packageVersion: '2.0.0', updatedAt: '2026-01-02T00:00:00.000000Z' });
const SIGTERM = { exitCode: null, signal: 'SIGTERM' } as const;

describe(advanceLife.name, () => {
  it('installs, starts, and runs', () => {
    const story = new Story().wanted(row());
    expect(story.commands).toMatchObject([{ kind: 'prepare', token: 1 }]);
    expect(describeLife(story.life)).toMatchObject({ state: 'installing', claimEpoch: 1 });
    expect(story.prepared().commands).toMatchObject([{ kind: 'start', restarts: 0 }]);
    expect(describeLife(story.life)).toMatchObject({ state: 'starting', resolvedVersion: '1.0.0' });
    expect(describeLife(story.started(7).life)).toMatchObject({ state: 'running', pid: 7, restarts: 0, reason: '' });
    expect(story.wanted(row()).commands).toEqual([]);
  });

  it('leaves what runs alone until its replacement is installed', () => {
    const story = new Story().runs().wanted(NEXT);
    expect(story.kinds()).toEqual(['prepare']);
    expect(describeLife(story.life)).toMatchObject({ state: 'running', resolvedVersion: '1.0.0' });
    expect(story.prepared().commands).toMatchObject([{ kind: 'stop', graceMs: 10_000 }]);
    expect(story.tell({ kind: 'ended', exit: SIGTERM, nowMs: 1 }).commands).toMatchObject([
      { kind: 'start', restarts: 0, generation: { program: { version: '2.0.0' } } },
    ]);
  });

  it('keeps the old version when the new one cannot be installed, starts it again when it ends, and tries on', () => {
    const story = new Story().runs().wanted(NEXT).prepareFailed();
    expect(story.commands).toMatchObject([{ kind: 'wait', timer: 'retry', failures: 0 }]);
    const reason = 'no such version. Version 1.0.0 stays in use.';
    expect(describeLife(story.life)).toMatchObject({ state: 'update_failed', pid: 10, reason });
    story.tell({ kind: 'ended', exit: EXIT_1, nowMs: 60_000 });
    expect(story.commands).toMatchObject([{ kind: 'wait', timer: 'pause' }]);
    expect(describeLife(story.life)?.state).toBe('update_failed');
    expect(story.tell({ kind: 'timeIsUp', timer: 'pause' }).commands).toMatchObject([
      { kind: 'start', restarts: 1, generation: { program: { version: '1.0.0' } } },
    ]);
    story.started().tell({ kind: 'timeIsUp', timer: 'retry' });
    expect(story.kinds()).toEqual(['prepare']);
    expect(story.prepared().kinds()).toEqual(['stop']);
  });

  it('never gives up while an old version runs', () => {
    const story = new Story().runs().wanted(NEXT);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(story.prepareFailed().kinds()).toEqual(['wait']);
      story.tell({ kind: 'timeIsUp', timer: 'retry' });
    }
  });

  it('goes back to the old version when the row does, without a restart of what failed', () => {
    const back = row({ updatedAt: '2026-01-03T00:00:00.000000Z' });
    const story = new Story().runs().wanted(NEXT).prepareFailed().wanted(back);
    expect(story.kinds()).toEqual(['cancelWait', 'prepare']);
    expect(describeLife(story.life)?.state).toBe('running');
  });

  it('ignores the answer to a question that nobody asks any more', () => {
    const story = new Story().wanted(row());
    const { token } = story.life;
    story.wanted(NEXT);
    expect(story.kinds()).toEqual(['cancelPreparation', 'prepare']);
    expect(story.tell({ kind: 'prepared', token, generation: generationOf(row()) }).commands).toEqual([]);
    expect(story.tell({ kind: 'prepareFailed', token, reason: '' }).commands).toEqual([]);
    expect(story.prepared().commands).toMatchObject([{ kind: 'start', generation: { deployment: NEXT } }]);
  });

  it('gives up after three attempts, with growing pauses, and recovers', () => {
    const story = new Story().wanted(row());
    const waits = [0, 1, 2, 3].map(() => {
      const { commands } = story.prepareFailed();
      story.tell({ kind: 'timeIsUp', timer: 'retry' });
      return commands;
    });
    expect(waits.map((commands) => commands.map(({ kind }) => kind))).toEqual([
      ['wait'],
      ['wait'],
      ['wait', 'giveUp'],
      ['wait', 'giveUp'],
    ]);
    expect(waits.flat().flatMap((command) => (command.kind === 'wait' ? [command.failures] : []))).toEqual([
      0, 1, 2, 3,
    ]);
    expect(describeLife(story.life)).toMatchObject({ state: 'refused', reason: 'no such version.' });
    expect(describeLife(story.prepared().started().life)).toMatchObject({ state: 'running', reason: '' });
  });

  it('counts what cannot be started as an attempt, and prepares it anew', () => {
    const story = new Story().wanted(row()).prepared().tell({ kind: 'startFailed', reason: 'no folder' });
    expect(story.commands).toMatchObject([{ kind: 'wait', timer: 'retry', failures: 0, reason: 'no folder' }]);
    expect(describeLife(story.life)).toMatchObject({ state: 'backing_off', reason: 'no folder' });
    expect(story.tell({ kind: 'timeIsUp', timer: 'retry' }).kinds()).toEqual(['prepare']);
  });

  it('takes newer content of a tag over from what it started with, and nothing that is the same', () => {
    const story = new Story().runs();
    const { token } = story.life;
    expect(story.tell({ kind: 'refreshed', token, generation: generationOf(row()) }).commands).toEqual([]);
    const newer = generationOf(row({ packageVersion: '1.0.1' }));
    expect(story.tell({ kind: 'refreshed', token, generation: newer }).kinds()).toEqual(['stop']);
  });

  it.each([
    ['always', EXIT_0, 'backing_off'],
    ['always', EXIT_1, 'backing_off'],
    ['on_failure', EXIT_0, 'completed'],
    ['on_failure', EXIT_1, 'backing_off'],
    ['on_failure', { exitCode: null, signal: 'SIGKILL' }, 'backing_off'],
    ['never', EXIT_1, 'completed'],
  ] as const)('restarts %s after %o: %s', (restart, exit, state) => {
    const story = new Story().runs(row({ restart })).tell({ kind: 'ended', exit, nowMs: 20_000 });
    expect(describeLife(story.life)?.state).toBe(state);
    expect(story.kinds()).toEqual(state === 'completed' ? [] : ['wait']);
  });

  it('calls three quick ends in a row a crash loop, and says what an end with 0 usually means', () => {
    const story = new Story().wanted(row()).prepared();
    const states = [1, 2, 3].map((count) => {
      story.started(count, 0).tell({ kind: 'ended', exit: EXIT_0, nowMs: 50 });
      const status = describeLife(story.life);
      story.tell({ kind: 'timeIsUp', timer: 'pause' });
      return status;
    });
    expect(states.map((status) => status?.state)).toEqual(['backing_off', 'backing_off', 'crash_looping']);
    expect(states[2]).toMatchObject({ lastExit: 'exit code 0', restarts: 2 });
    expect(states[2]?.reason).toContain('keeps ending with exit code 0');
    story.started(4, 0).tell({ kind: 'ended', exit: EXIT_0, nowMs: 10_000 });
    expect(describeLife(story.life)?.state).toBe('backing_off');
  });

  it('starts what is unfit again whatever its restart policy, with that reason', () => {
    const story = new Story().runs(row({ restart: 'never' })).tell({ kind: 'unfit', reason: 'too much memory' });
    expect(story.kinds()).toEqual(['stop']);
    expect(describeLife(story.life)).toMatchObject({ state: 'stopping', reason: 'too much memory' });
    story.tell({ kind: 'ended', exit: SIGTERM, nowMs: 20_000 });
    expect(story.commands).toMatchObject([{ kind: 'wait', timer: 'pause', reason: 'too much memory' }]);
    expect(describeLife(story.life)).toMatchObject({ state: 'backing_off', reason: 'too much memory' });
  });

  it('is not called running before its health check says so', () => {
    const probe = { kind: 'tcp', port: 1 } as const;
    const health = { probe, intervalMs: 1, timeoutMs: 1, failures: 1, startGraceMs: 1 };
    const story = new Story().runs(row({ health }));
    expect(describeLife(story.life)).toMatchObject({ state: 'starting', healthy: undefined });
    story.tell({ kind: 'checked', isHealthy: true });
    expect(describeLife(story.life)).toMatchObject({ state: 'running', healthy: true });
  });

  it.each([
    ['is being installed', (story: Story) => story.wanted(row()), ['cancelPreparation', 'finish']],
    ['waits for another attempt', (story: Story) => story.wanted(row()).prepareFailed(), ['cancelWait', 'finish']],
    ['runs', (story: Story) => story.runs(), ['stop']],
    ['is being started', (story: Story) => story.wanted(row()).prepared(), []],
    [
      'pauses',
      (story: Story) => story.runs().tell({ kind: 'ended', exit: EXIT_1, nowMs: 1 }),
      ['cancelWait', 'finish'],
    ],
  ])('leaves in order while it %s', (_, tell, expected) => {
    const story = tell(new Story()).tell({ kind: 'left' });
    expect(story.kinds()).toEqual(expected);
    if (expected.includes('finish')) return;
    if (expected.length === 0) expect(story.started().kinds()).toEqual(['stop']);
    expect(story.tell({ kind: 'ended', exit: SIGTERM, nowMs: 1 }).kinds()).toEqual(['finish']);
  });
});
