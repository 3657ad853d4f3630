import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';

export function deployment(sequence: number, overrides: Partial<Deployment> = {}): Deployment {
  const id = `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`;
  return aDeployment({ id, args: ['--secret'], env: { TOKEN: 'hidden' }, ...overrides });
}
