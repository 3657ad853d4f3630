import type { SimulationResult } from '../SimulationResult.js';
import type { Fault } from './Fault.js';

/**
 * Names node-units that named different eligible sets for the same facts. Pure.
 *
 * @beta
 */
export function judgeDisagreement({ disagreements, nodes }: SimulationResult): readonly Fault[] {
  const [example] = disagreements;
  if (!example) return [];
  const nameOf = new Map(nodes.map(({ address, name }) => [address, name]));
  const names = (addresses: readonly string[]): string =>
    addresses.map((address) => nameOf.get(address) ?? address).join(' and ') || 'nobody';
  const { first, second } = example;
  return [
    {
      code: 'DISAGREEMENT',
      sentence:
        `Node-units that saw the same did not agree who may claim (${disagreements.length} times): ` +
        `${names([first.address])} named ${names(first.eligible)}, ${names([second.address])} named ${names(second.eligible)}.`,
      example: { ...example },
    },
  ];
}
