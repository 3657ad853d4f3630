import { aDeployment } from '@node-unit/deployment/testing';
import { describe, expect, it } from 'vitest';

import { nodesOfCores, simulate, type SimulatedNode } from '../index.js';
import { byCount, byMemory, options } from './policies.js';

const NODES: readonly SimulatedNode[] = nodesOfCores([1, 1, 1]).map((node) => ({ ...node, address: node.name }));

function rowsAt(address: string, count: number, overrides: Parameters<typeof aDeployment>[0] = {}) {
  return Array.from({ length: count }, (_, index) =>
    aDeployment({ id: `${address}-${index}`, packageName: 'web', address, ...overrides }),
  );
}

function workload(count: number, overrides: Parameters<typeof aDeployment>[0] = {}) {
  return { packageName: 'web', count, cpuCores: 0.1, memoryMb: 60, rows: rowsAt('', count, overrides) };
}

const counts = ({ nodes }: Awaited<ReturnType<typeof simulate>>) => nodes.map(({ deployments }) => deployments);

describe('a simulation that begins with what nodes hold', () => {
  it('leaves it where it is, and counts it', async () => {
    const held = [...rowsAt('node-1', 4), ...rowsAt('node-2', 2)];
    const result = await simulate(byCount, options({ nodes: NODES, held, workloads: [workload(6)] }));
    expect(counts(result)).toEqual([4, 4, 4]);
    expect(result.claims.map(({ deploymentId }) => deploymentId).sort()).toEqual(workload(6).rows.map(({ id }) => id));
    expect(result.claims[0]?.loadsBefore.map(({ deployments }) => deployments)).toEqual([4, 2, 0]);
    expect(result.nodes.map(({ address }) => address)).toEqual(['node-1', 'node-2', 'node-3']);
  });

  it('measures it from the first measurement on', async () => {
    const held = [...rowsAt('node-1', 3), ...rowsAt('node-2', 3)];
    const result = await simulate(byMemory, options({ nodes: NODES, held, workloads: [workload(1)] }));
    expect(result.claims.map(({ address }) => address)).toEqual(['node-3']);
  });

  it('measures what a node uses without deployments', async () => {
    const [first, second, third] = NODES;
    if (!first || !second || !third) throw new Error('there are three nodes');
    const busy = { cpuCores: 0.5, memoryMb: 900 };
    const nodes = [{ ...first, base: busy }, second, { ...third, base: busy }];
    const result = await simulate(byMemory, options({ nodes, workloads: [workload(1)] }));
    expect(result.claims.map(({ address }) => address)).toEqual(['node-2']);
  });

  it('lets a node that does not claim keep what it holds, and take nothing', async () => {
    const nodes = NODES.map((node, index) => ({ ...node, claiming: index > 0 }));
    const result = await simulate(byCount, options({ nodes, held: rowsAt('node-1', 1), workloads: [workload(4)] }));
    expect(counts(result)).toEqual([1, 2, 2]);
    expect(result.policy.name).toBe('scoring');
  });

  it('says why nobody has claimed a row', async () => {
    const { unclaimed } = await simulate(
      byCount,
      options({ nodes: NODES, workloads: [workload(1, { constraints: { gpu: 'yes' } })], timing: { limitMs: 15_000 } }),
    );
    expect(unclaimed).toEqual([
      {
        deploymentId: '-0',
        sinceMs: 0,
        refusal: expect.stringMatching(/^nobody can run it: .* has gpu=yes$/) as string,
      },
    ]);
  });
});
