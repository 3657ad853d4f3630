import type { Evidence } from './Evidence.js';

/** Short names for a reader: deployments as D01, D02, …, addresses as the names of their node-units. */
export interface Labels {
  readonly nodeUnits: readonly string[];
  deployment(id: unknown): string;
  nodeUnit(address: unknown): string;
}

export function createLabels({ deployments, programs }: Evidence): Labels {
  const width = String(deployments.length).length < 2 ? 2 : String(deployments.length).length;
  const labels = new Map(deployments.map(({ id }, index) => [id, `D${String(index + 1).padStart(width, '0')}`]));
  const agents = programs.filter(({ role }) => role === 'node-unit');
  const names = new Map(agents.map(({ address, name }) => [address, name]));
  return {
    nodeUnits: [...new Set(agents.map(({ name }) => name))],
    deployment: (id) => labels.get(String(id)) ?? String(id),
    nodeUnit: (address) => (address === '' ? '' : (names.get(String(address)) ?? String(address))),
  };
}
