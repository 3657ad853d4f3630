import type { NodeUnitRanking, RoundOutcome } from '@node-unit/scheduler';
import { describe, expect, it } from 'vitest';

import { outcomeLog } from '../rounds/outcomeLog.js';
import { recordingLogger } from './recordingLogger.js';

function outcome(result: RoundOutcome['result'], overrides: Partial<RoundOutcome> = {}): RoundOutcome {
  return {
    round: 1,
    trigger: 'interval',
    self: 'a',
    policyName: 'resource_usage',
    lostAddresses: [],
    released: [],
    refusedReleases: [],
    verdicts: [],
    attempts: [],
    result,
    durationMs: 0,
    ...overrides,
  };
}

const skipped = (reason: 'no_candidate' | 'not_eligible' | 'policy_error'): RoundOutcome['result'] => ({
  kind: 'skipped',
  reason,
});
const claimed: RoundOutcome['result'] = { kind: 'claimed', deploymentId: '1', claimEpoch: 1 };

function judgedWith(fallback?: string): Partial<RoundOutcome> {
  const ranking: NodeUnitRanking = {
    kind: 'scored',
    address: 'a',
    score: 1,
    metrics: {},
    ...(fallback !== undefined && { fallback }),
  };
  return {
    verdicts: [
      {
        kind: 'refused',
        deploymentId: '1',
        reason: 'not_eligible',
        detail: '',
        rankings: [ranking],
        eligible: [],
        patience: undefined,
      },
    ],
  };
}

function levelsOf(...outcomes: readonly RoundOutcome[]): readonly unknown[] {
  const logger = recordingLogger();
  const log = outcomeLog(logger);
  for (const each of outcomes) log(each);
  return logger.records.map(({ level, event }) => `${String(level)} ${String(event)}`);
}

describe(outcomeLog.name, () => {
  it('logs a repeated reason at debug, and again at info when another outcome came between', () => {
    const [idle, busy] = [outcome(skipped('no_candidate')), outcome(skipped('not_eligible'))];
    expect(levelsOf(idle, idle, busy, idle, outcome(claimed), idle)).toEqual([
      'info DeploymentClaimSkipped',
      'debug DeploymentClaimSkipped',
      'info DeploymentClaimSkipped',
      'info DeploymentClaimSkipped',
      'info DeploymentClaimed',
      'info DeploymentClaimSkipped',
    ]);
  });

  it('logs a claim every time, and a round that released although it skips for the same reason', () => {
    const releasing = outcome(skipped('no_candidate'), {
      lostAddresses: ['b'],
      released: [{ deploymentId: '1', claimEpoch: 2 }],
    });
    expect(levelsOf(outcome(claimed), outcome(claimed), outcome(skipped('no_candidate')), releasing)).toEqual([
      'info DeploymentClaimed',
      'info DeploymentClaimed',
      'info DeploymentClaimSkipped',
      'info DeploymentRelease',
      'info DeploymentClaimSkipped',
    ]);
  });

  it('warns of a policy that fails, once', () => {
    const failed = outcome(skipped('policy_error'));
    expect(levelsOf(failed, failed)).toEqual(['warn DeploymentClaimSkipped', 'debug DeploymentClaimSkipped']);
  });

  it('warns of a fallback once, until the policy has judged without it', () => {
    const withFallback = outcome(skipped('not_eligible'), judgedWith('fewest_deployments'));
    const without = outcome(skipped('not_eligible'), judgedWith());
    const levels = levelsOf(withFallback, withFallback, outcome(skipped('no_candidate')), without, withFallback);
    expect(levels.filter((line) => line === 'warn ClaimPolicyFallback')).toHaveLength(2);
    expect(levels[0]).toBe('warn ClaimPolicyFallback');
  });
});
