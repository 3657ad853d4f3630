import { describe, expect, it } from 'vitest';

import { allAssigned, allRunning, distribution } from '../ClusterPicture.js';
import { deployment, nodeUnit, picture } from '../testing.js';

const nodeUnits = [nodeUnit('one'), nodeUnit('two')];

describe(allAssigned.name, () => {
  it.each([
    ['nothing to run', picture([], nodeUnits), false],
    ['one is unassigned', picture([deployment('1', 'key of one'), deployment('2', '')], nodeUnits), false],
    ['one is assigned to a node-unit that is gone', picture([deployment('1', 'key of three')], nodeUnits), false],
    ['all are assigned', picture([deployment('1', 'key of one')], nodeUnits), true],
    [
      'the unassigned one is disabled',
      picture([deployment('1', 'key of one'), deployment('2', '', { enabled: false })], nodeUnits),
      true,
    ],
  ])('%s', (_case, cluster, expected) => {
    expect(allAssigned(cluster)).toBe(expected);
  });
});

describe(allRunning.name, () => {
  it('asks for a process on the node-unit that holds the deployment', () => {
    const deployments = [deployment('1', 'key of one')];
    expect(allRunning(picture(deployments, nodeUnits))).toBe(false);
    expect(allRunning(picture(deployments, nodeUnits, [['two', '1', 5]]))).toBe(false);
    expect(allRunning(picture(deployments, nodeUnits, [['one', '1', 5]]))).toBe(true);
  });
});

describe(distribution.name, () => {
  it('counts by address, the unassigned under the empty string', () => {
    const deployments = [deployment('1', 'a'), deployment('2', 'a'), deployment('3', '')];
    expect(distribution(picture(deployments, []))).toEqual(
      new Map([
        ['a', 2],
        ['', 1],
      ]),
    );
  });
});
