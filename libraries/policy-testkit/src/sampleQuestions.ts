import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import type { NodeUnit } from '@node-unit/fleet';
import { createRandom } from '@node-unit/simulation';

import type { Question } from './Question.js';

const PACKAGES = ['web', 'worker', '@scope/job'];

/** A node-unit that uses a share of its machine, all of it measured. */
export function sampleNodeUnit(address: string, share: number, overrides: Partial<NodeUnit> = {}): NodeUnit {
  const resourceUsage = { cpuPercent: share * 100, memoryMb: share * 4_096 };
  return {
    address,
    name: `node ${address}`,
    tags: { node_unit: 'true' },
    nodeTags: { zone: `zone-${address.length % 2}` },
    claiming: true,
    capacity: { cpuCores: 2, memoryTotalMb: 4_096 },
    resourceUsage,
    settledUsage: { base: { cpuPercent: 0.5, memoryMb: 60 }, packages: {} },
    ...overrides,
  };
}

/** What a candidate, or a held deployment, looks like. */
export function sampleDeployment(number: number, address = ''): Deployment {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return aDeployment({ id, packageName: PACKAGES[number % 3] ?? '', address, claimEpoch: address === '' ? 0 : 1 });
}

/** A question about these node-units, of which the one at index `i` holds `counts[i]` deployments. */
export function questionOf(about: string, nodeUnits: readonly NodeUnit[], counts: readonly number[]): Question {
  const held = nodeUnits.map(({ address }, index) => {
    const deployments = Array.from({ length: counts[index] ?? 0 }, (_, number) =>
      sampleDeployment(1_000 * (index + 1) + number, address),
    );
    return [address, deployments] as const;
  });
  const deploymentsByAddress = new Map(held.filter(([, deployments]) => deployments.length > 0));
  const claiming = nodeUnits.filter((nodeUnit) => nodeUnit.claiming);
  const view = { nowMs: 1_767_225_600_000, nodeUnits, deploymentsByAddress };
  return { about, deployment: sampleDeployment(1), nodeUnits: claiming, view };
}

/** The clusters that every policy must have an answer for. */
export function sampleQuestions(seed: number): readonly Question[] {
  const random = createRandom(seed);
  const some = (count: number, overrides: Partial<NodeUnit> = {}): NodeUnit[] =>
    Array.from({ length: count }, () => sampleNodeUnit(Math.floor(random() * 1e12).toString(36), random(), overrides));
  const counts = (count: number): number[] => Array.from({ length: count }, () => Math.floor(random() * 6));
  const unmeasured = { resourceUsage: undefined, settledUsage: undefined };
  return [
    questionOf('no node-unit at all', [], []),
    questionOf('a single node-unit', some(1), [2]),
    questionOf('five node-units', some(5), counts(5)),
    questionOf('five node-units that hold nothing', some(5), []),
    questionOf('five node-units of which two do not claim', [...some(3), ...some(2, { claiming: false })], counts(5)),
    questionOf('five node-units of which two were not measured', [...some(3), ...some(2, unmeasured)], counts(5)),
    questionOf('three node-units of which none was measured', some(3, unmeasured), counts(3)),
    questionOf('three node-units of unknown capacity', some(3, { capacity: undefined }), counts(3)),
    questionOf('1,000 node-units', some(1_000), counts(1_000)),
  ];
}
