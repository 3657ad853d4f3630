import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import {
  type FaultHistory,
  type FaultSchedule,
  type InjectedFault,
  judgeFaultHistory,
  type RecordedRound,
  type RecordedWrite,
} from '../index.js';

const LIVES = { startedMs: 0, endedMs: Number.POSITIVE_INFINITY };

function history(overrides: Partial<FaultHistory> = {}): FaultHistory {
  const schedule: FaultSchedule = { seed: 1, nodes: [], deployments: [], faults: [] };
  const agents = ['a', 'b'].map((name) => ({ node: name, address: name, ...LIVES }));
  return {
    schedule,
    agents,
    writes: [],
    rounds: [],
    roundCount: 0,
    sharedClaims: [],
    unplaced: [],
    held: {},
    endedMs: 100_000,
    ...overrides,
  };
}

function write(before: string, after: string, overrides: Partial<RecordedWrite> = {}): RecordedWrite {
  const row = aDeployment({ id: 'd', address: before, claimEpoch: 3 });
  return {
    node: 'a',
    address: 'a',
    agent: 1,
    round: 1,
    decidedMs: 50_000,
    seenEpoch: 3,
    atMs: 50_010,
    before: row,
    after: { ...row, address: after, claimEpoch: 4 },
    ...overrides,
  };
}

const claim = (overrides: Partial<RecordedWrite> = {}) => write('', 'a', overrides);

function round(overrides: Partial<RecordedRound>): RecordedRound {
  const claimed = {
    claimedId: 'd',
    skipReason: undefined,
    skipDetail: undefined,
    passedOver: [],
    misordered: undefined,
  };
  return { atMs: 1_000, node: 'a', agent: 1, round: 1, trigger: 'interval', ...claimed, ...overrides };
}

const judge = (overrides: Partial<FaultHistory>) => judgeFaultHistory(history(overrides));
const fault = (faults: readonly InjectedFault[]) => ({ schedule: { ...history().schedule, faults } });

describe(judgeFaultHistory.name, () => {
  it('finds nothing wrong with claims of what was free, and with releases of what was lost', () => {
    const gone = [{ node: 'b', address: 'b', startedMs: 0, endedMs: 49_000 }];
    expect(judge({ writes: [claim(), claim({ round: 2 })] })).toEqual([]);
    expect(judge({ writes: [write('b', '')], agents: gone })).toEqual([]);
  });

  it('sees two holders: at one claim epoch, in the end, and where somebody held what was claimed', () => {
    const sharedClaims = [{ atMs: 1, deploymentId: 'd', claimEpoch: 2, nodes: ['a', 'b'] as const }];
    const unplaced = [{ deploymentId: 'd', address: 'a', runners: ['a', 'b'], qualified: [] }];
    for (const wrong of [{ sharedClaims }, { unplaced }, { writes: [write('b', 'a')] }]) {
      expect(judge(wrong)).toMatchObject([{ code: 'TWO_HOLDERS' }]);
    }
  });

  it('sees a claim at another epoch than was seen, at any, and of what is disabled', () => {
    const disabled = claim();
    for (const wrong of [
      claim({ seenEpoch: 2 }),
      claim({ seenEpoch: undefined }),
      claim({ before: { ...disabled.before, enabled: false } }),
    ]) {
      expect(judge({ writes: [wrong] })).toMatchObject([{ code: 'CLAIMED_UNSEEN' }]);
    }
  });

  it('sees two claims of one round, and not those of two agents', () => {
    expect(judge({ writes: [claim(), claim()] })).toMatchObject([{ code: 'MORE_THAN_ONE_CLAIM' }]);
    expect(judge({ writes: [claim(), claim({ agent: 2 }), claim({ node: 'b' })] })).toEqual([]);
  });

  it('sees who was robbed, also after a restart of the host and while its store was away', () => {
    const robbery = { writes: [write('b', '')] };
    expect(judge(robbery)).toMatchObject([{ code: 'ROBBED' }]);
    for (const harmless of [
      { kind: 'restart', of: 'host', atMs: 45_000, untilMs: 48_000 },
      { kind: 'partition', node: 'b', from: 'store', atMs: 30_000 },
      { kind: 'delay', node: 'b', to: 'store', atMs: 30_000, untilMs: 60_000, mostMs: 3_000 },
      { kind: 'freeze', node: 'b', atMs: 10_000, untilMs: 40_000 },
      { kind: 'freeze', node: 'c', atMs: 10_000 },
      { kind: 'partition', node: 'a', from: 'host', atMs: 45_000 },
      { kind: 'freeze', node: 'b', atMs: 50_011 },
    ] as const) {
      expect(judge({ ...robbery, ...fault([harmless]) }), JSON.stringify(harmless)).toMatchObject([{ code: 'ROBBED' }]);
    }
  });

  it('does not call it robbed where its node-unit had something in the way to the host', () => {
    const node = 'b';
    for (const excuse of [
      { kind: 'partition', node, from: 'both', atMs: 30_000, untilMs: 46_000 },
      { kind: 'partition', node, from: 'host', atMs: 49_999 },
      { kind: 'freeze', node, atMs: 41_500, untilMs: 46_000 },
      { kind: 'crash', node, atMs: 30_000, noticedMs: 0, renamed: false },
      { kind: 'delay', node, to: 'host', atMs: 30_000, untilMs: 45_000, mostMs: 50 },
      { kind: 'notifications', node, of: 'host', atMs: 30_000, untilMs: 45_000, lost: 1, doubled: 0 },
    ] as const) {
      const wrong = { writes: [write('b', '')], ...fault([excuse]) };
      expect(judge(wrong), JSON.stringify(excuse)).toEqual([]);
    }
  });

  it('sees what waits although somebody could run it', () => {
    for (const unplaced of [
      { deploymentId: 'd', address: '', runners: [], qualified: ['a'] },
      { deploymentId: 'd', address: 'a', runners: [], qualified: ['a'] },
      { deploymentId: 'd', address: 'gone', runners: ['a'], qualified: ['a'] },
    ]) {
      expect(judge({ unplaced: [unplaced] })).toMatchObject([{ code: 'STARVATION' }]);
    }
  });

  it('sees a queue out of order, and a candidate that is passed over for too long', () => {
    const pair = [aDeployment({ id: 'd' }), aDeployment({ id: 'c' })] as const;
    expect(judge({ rounds: [round({ misordered: pair })] })).toMatchObject([{ code: 'ORDER' }]);
    const passed = (eligibleMs: number) => ({ passedOver: [{ deploymentId: 'c', eligibleMs }] });
    expect(judge({ rounds: [round(passed(499))] })).toEqual([]);
    expect(judge({ rounds: [round(passed(500))] })).toMatchObject([{ code: 'ORDER' }]);
  });

  it('sees a round that failed', () => {
    const failed = round({ claimedId: undefined, skipReason: 'internal_error', skipDetail: 'no idea' });
    expect(judge({ rounds: [failed] })).toMatchObject([
      { code: 'FAILED_ROUND', sentence: expect.stringContaining('no idea') as string },
    ]);
  });
});
