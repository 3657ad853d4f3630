import type { DeploymentStatus } from '@node-unit/deployment';
import { describe, expect, it } from 'vitest';

import { withRefusal } from '../deployments/Refusals.js';
import { statusesOf, statusReport } from '../publication/statusReport.js';

const running: DeploymentStatus = {
  deploymentId: 'd',
  state: 'running',
  pid: 1,
  restarts: 0,
  lastExit: '',
  reason: '',
  resolvedVersion: '1.0.0',
  claimEpoch: 1,
  rowUpdatedAt: '',
  handOver: '',
  healthy: undefined,
  since: '2026-01-01T00:00:00.000Z',
};
const statuses = (...all: readonly DeploymentStatus[]) => new Map(all.map((each) => [each.deploymentId, each]));

describe(statusReport.name, () => {
  it('says only what has changed', () => {
    expect(statusReport(statuses(running), statuses({ ...running }))).toEqual({ changed: [], removedIds: [] });
    const restarted = { ...running, pid: 2, restarts: 1 };
    expect(statusReport(statuses(running), statuses(restarted))).toEqual({ changed: [restarted], removedIds: [] });
    expect(statusReport(statuses(running), statuses())).toEqual({ changed: [], removedIds: ['d'] });
  });
});

describe(statusesOf.name, () => {
  it('adds what was given up, unless it is here again', () => {
    const refusals = withRefusal(new Map(), 'd', 'no such version', 0);
    expect(statusesOf(new Map(), refusals, new Map()).get('d')).toMatchObject({
      state: 'refused',
      reason: 'no such version',
    });
    expect(statusesOf(statuses(running), refusals, new Map()).get('d')).toBe(running);
  });
});
