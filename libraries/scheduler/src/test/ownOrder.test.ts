import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import type { CandidateVerdict } from '../judge/CandidateVerdict.js';
import { NOTHING_WAITS, type Waiting } from '../judge/Waiting.js';
import { applyPlan } from '../round/applyPlan.js';
import type { RoundPlan } from '../round/planRound.js';

const NOW_MS = 10_000;
const patience = { waitedMs: 0, widenedBy: 0, leftMs: undefined } as never;

interface Tie {
  readonly ids: string;
  readonly eligible?: readonly string[];
  /** Candidates that this node-unit does not trust. */
  readonly refused?: string;
  readonly waiting?: Waiting;
}

function planOf({ ids, eligible = ['a', 'b', 'c'], refused = '', waiting = NOTHING_WAITS }: Tie): RoundPlan {
  const verdictOf = (deploymentId: string): CandidateVerdict =>
    refused.includes(deploymentId)
      ? { kind: 'refused', deploymentId, reason: 'untrusted_package', detail: '', rankings: [], eligible: [], patience }
      : { kind: 'eligible', deploymentId, rankings: [], eligible, patience };
  return {
    kind: 'act',
    lostAddresses: [],
    releasable: { addresses: [], exclusive: [], nextMs: undefined },
    candidates: ids.split('').map((id) => aDeployment({ id, claimEpoch: 3 })),
    view: { nowMs: NOW_MS, nodeUnits: [], deploymentsByAddress: new Map() },
    judge: ({ id }) => verdictOf(id),
    waiting,
  };
}

/** The candidates that are tried, until one that is free. */
async function tried(self: string, tie: Tie, taken = ''): Promise<string> {
  const asked: string[] = [];
  const claim = (id: string, _address: string, claimEpoch?: number) => {
    asked.push(id);
    expect(claimEpoch).toBe(3);
    return Promise.resolve(
      taken.includes(id) ? ({ outcome: 'conflict' } as const) : ({ outcome: 'claimed', claimEpoch: 4 } as const),
    );
  };
  await applyPlan(planOf(tie), self, { claim, release: () => Promise.reject(new Error('nothing is lost')) });
  return asked.join('');
}

const everyone = (tie: Tie) => Promise.all(['a', 'b', 'c'].map((self) => tried(self, tie)));

describe('tied node-units', () => {
  it('begin at different candidates, which together are the first of the queue', async () => {
    expect(await everyone({ ids: '12345' })).toEqual(['1', '2', '3']);
  });

  it('fight only for what is left when there is less than one for each', async () => {
    expect(await everyone({ ids: '12' })).toEqual(['1', '2', '1']);
    expect(await everyone({ ids: '1' })).toEqual(['1', '1', '1']);
  });

  it('go on to the end, and then to what they have left to others', async () => {
    expect(await tried('c', { ids: '12345' }, '345')).toBe('3451');
    expect(await tried('c', { ids: '12345' }, '12345')).toBe('34512');
  });

  it('leave only what they would claim themselves', async () => {
    expect(await tried('b', { ids: '12345', refused: '13' })).toBe('4');
  });

  it('claim from the first on if they are alone with the best score', async () => {
    expect(await tried('c', { ids: '12345', eligible: ['c'] })).toBe('1');
  });

  it('leave a candidate to others for a short time only', async () => {
    const since = (eligibleMs: number): Waiting => {
      const row = aDeployment({ id: '1' });
      const eligibleSinceMs = new Map([['c', NOW_MS - eligibleMs]]);
      return { ...NOTHING_WAITS, candidates: new Map([['1', { row, sinceMs: 0, eligibleSinceMs }]]) };
    };
    expect(await tried('c', { ids: '12345', waiting: since(499) })).toBe('3');
    expect(await tried('c', { ids: '12345', waiting: since(500) })).toBe('1');
  });
});
