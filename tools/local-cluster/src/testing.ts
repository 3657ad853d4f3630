/**
 * Clusters at one moment, made up, for tests of what is shown of them.
 *
 * @packageDocumentation
 */
import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import { aNodeUnit } from '@node-unit/fleet/testing';
import type { NodeUnit } from '@node-unit/fleet';

import type { ClusterPicture } from './ClusterPicture.js';

export function deployment(id: string, address: string, overrides: Partial<Deployment> = {}): Deployment {
  return aDeployment({ id, packageName: 'sample', address, claimEpoch: 1, ...overrides });
}

export function nodeUnit(name: string): NodeUnit {
  return aNodeUnit(`key of ${name}`, {
    name,
    tags: { node_unit_claim_policy: 'least_deployments' },
    resourceUsage: { cpuPercent: 12.3, memoryMb: 45.6 },
  });
}

export function picture(
  deployments: readonly Deployment[],
  nodeUnits: readonly NodeUnit[],
  processes: readonly (readonly [nodeUnit: string, deploymentId: string, pid: number])[] = [],
): ClusterPicture {
  return {
    replica: { state: 'current', deployments: new Map(deployments.map((row) => [row.id, row])) },
    nodeUnits,
    processes: new Map(
      processes.map(([name, deploymentId, pid]) => [
        `${name} ${deploymentId}`,
        { deploymentId, nodeUnit: name, pid, startedAt: '' },
      ]),
    ),
  };
}
