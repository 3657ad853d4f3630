import type { DeploymentDifference } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import type { DeploymentPicture } from '../picture/ClusterPicture.js';
import { showsResult } from '../picture/showsResult.js';

const [EARLIER, WRITTEN, LATER] = ['2026-01-01T00:00:00.1', '2026-01-01T00:00:00.2', '2026-01-01T00:00:00.3'];

function shown(updatedAt: string | undefined) {
  const deployment = aDeployment({ id: 'a', updatedAt: updatedAt ?? '' });
  const picture = { id: 'a', deployment } as DeploymentPicture;
  return { tables: { state: 'current' as const }, deployments: updatedAt === undefined ? [] : [picture] };
}

function result(action: DeploymentDifference['action'], updatedAt = '') {
  return { differences: [{ action, deploymentId: 'a', name: 'web', replica: 0, updatedAt, fields: [] }] };
}

describe(showsResult.name, () => {
  it.each([
    ['a change that was not received yet', EARLIER, result('change', WRITTEN), false],
    ['a change', WRITTEN, result('change', WRITTEN), true],
    ['a change with another one after it', LATER, result('change', WRITTEN), true],
    ['a change of what was removed since', undefined, result('change', WRITTEN), true],
    ['an addition that was not received yet', undefined, result('add', WRITTEN), false],
    ['an addition', WRITTEN, result('add', WRITTEN), true],
    ['a removal that was not received yet', EARLIER, result('remove'), false],
    ['a removal', undefined, result('remove'), true],
    ['nothing', EARLIER, result('none'), true],
  ])('knows whether a picture shows %s', (_case, updatedAt, given, expected) => {
    expect(showsResult(shown(updatedAt), given)).toBe(expected);
  });

  it('shows nothing that is out of date', () => {
    expect(showsResult({ ...shown(LATER), tables: { state: 'stale', reason: '' } }, result('none'))).toBe(false);
  });
});
