import type { Deployment } from '@node-unit/deployment';

export function deployment(sequence: number, overrides: Partial<Deployment> = {}): Deployment {
  return {
    id: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
    packageName: 'demo',
    packageVersion: '1.0.0',
    command: '',
    args: ['--secret'],
    env: { TOKEN: 'hidden' },
    type: 'deployment',
    address: '',
    enabled: true,
    claimEpoch: 0,
    exclusiveMs: 0,
    constraints: {},
    createdAt: '2026-01-01T00:00:00.000000Z',
    updatedAt: '2026-01-01T00:00:00.000000Z',
    ...overrides,
  };
}
