import type { Deployment } from './Deployment.js';

export type { StoreCase, StoreCaseRow, StoreUnderTest } from './testing/StoreCase.js';
export { storeCases } from './testing/storeCases.js';

/**
 * A deployment for tests: enabled, unassigned and without constraints, except for `overrides`.
 *
 * @public
 */
export function aDeployment(overrides: Partial<Deployment> = {}): Deployment {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    name: '',
    replica: 0,
    packageName: 'demo',
    packageVersion: '1.0.0',
    previousVersion: '',
    command: '',
    args: [],
    env: {},
    type: 'deployment',
    address: '',
    enabled: true,
    createdAt: '2026-01-01T00:00:00.000000Z',
    updatedAt: '2026-01-01T00:00:00.000000Z',
    claimEpoch: 0,
    exclusiveMs: 0,
    constraints: {},
    restart: 'always',
    stopGraceMs: 10_000,
    memoryMaxMb: 0,
    health: undefined,
    ...overrides,
  };
}
