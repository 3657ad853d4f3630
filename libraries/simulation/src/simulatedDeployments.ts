import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';

import type { SimulatedWorkload } from './SimulationOptions.js';

/** The rows of a workload, in claiming order; `first` is the number of rows that were made before. */
export function simulatedDeployments(
  { packageName, count, rows }: SimulatedWorkload,
  first: number,
  random: () => number,
): readonly Deployment[] {
  if (rows) return rows;
  return Array.from({ length: count }, (_, index) => {
    const createdAt = `2026-01-01T00:00:00.${String(first + index).padStart(6, '0')}Z`;
    return aDeployment({ id: randomId(random), packageName, createdAt, updatedAt: createdAt });
  });
}

/** In the form of a UUID. */
function randomId(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
