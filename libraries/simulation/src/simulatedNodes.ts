import type { AddressedNode } from './ClaimLedger.js';
import type { SimulatedNode } from './SimulationOptions.js';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/**
 * Gives every node that has none an address in the form of a public key, so that the order of addresses says nothing of
 * the nodes.
 */
export function addressNodes(nodes: readonly SimulatedNode[], random: () => number): readonly AddressedNode[] {
  return nodes.map((node) => ({
    ...node,
    address: node.address ?? Array.from({ length: 44 }, () => BASE58[Math.floor(random() * BASE58.length)]).join(''),
  }));
}

/**
 * Nodes of the given numbers of cores, each with 2,048 MB of memory per core, named `node-1` and so on.
 *
 * @beta
 */
export function nodesOfCores(cores: readonly number[]): readonly SimulatedNode[] {
  return cores.map((cpuCores, index) => ({
    name: `node-${index + 1}`,
    capacity: { cpuCores, memoryTotalMb: cpuCores * 2_048 },
  }));
}
