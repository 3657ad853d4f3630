import type { Deployment } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import type { Membership, NodeUnit } from '@node-unit/fleet';
import { aNodeUnit } from '@node-unit/fleet/testing';

const PACKAGES = 20;
/** Of a cluster that has been running for a while, one after the other. */
const FIRST_MS = Date.UTC(2026, 0, 1);

/** The size of a cluster. */
export interface FleetSize {
  readonly nodeUnits: number;
  readonly deployments: number;
  /** How many of the deployments are unassigned. */
  readonly waiting: number;
}

/** A cluster of which one node-unit, `self`, has more to do than the others, and how it changes. */
export interface Fleet {
  readonly self: string;
  readonly rows: readonly Deployment[];
  readonly membership: Membership;
  /** One row after a change: assigned to another node-unit. */
  changedRow(step: number): Deployment;
  /** The membership after one more node-unit has published what it uses. */
  nextMembership(before: Membership, step: number): Membership;
}

/** The same cluster for the same size. Everybody but `self` holds as many deployments; all packages are measured. */
export function fleet({ nodeUnits: count, deployments, waiting }: FleetSize): Fleet {
  const addresses = Array.from({ length: count }, (_, number) => `nodeUnit${String(number).padStart(35, 'x')}`);
  const [self = ''] = addresses;
  const addressOf = (number: number): string => addresses[number % count] ?? '';
  const held = Array.from({ length: deployments - waiting }, (_, number) => deploymentOf(number, addressOf(number)));
  const queue = Array.from({ length: waiting }, (_, number) => deploymentOf(deployments + number, ''));
  const ownMore = [1, 2, 3].map((number) => deploymentOf(2 * deployments + number, self));
  const usedBy = (number: number, step: number): number => (number === 0 ? 70 : 20 + ((number * 7 + step) % 50) / 2);
  return {
    self,
    rows: [...held, ...queue, ...ownMore],
    membership: settled(addresses.map((address, number) => nodeUnitOf(address, usedBy(number, 0)))),
    changedRow: (step) => {
      const row = held[(step * 37) % held.length];
      if (!row) throw new Error(`a fleet needs held deployments, this one has ${held.length}`);
      const other = addressOf(1 + ((step * 11) % (count - 1)));
      return { ...row, address: other, claimEpoch: row.claimEpoch + step + 1 };
    },
    nextMembership: ({ nodeUnits }, step) => {
      const number = 1 + (step % (count - 1));
      const published = nodeUnitOf(addressOf(number), usedBy(number, step));
      return settled(nodeUnits.map((each, index) => (index === number ? published : each)));
    },
  };
}

function settled(nodeUnits: readonly NodeUnit[]): Membership {
  return { state: 'settled', nodeUnits, seenAddresses: new Set() };
}

function deploymentOf(number: number, address: string): Deployment {
  const at = new Date(FIRST_MS + number).toISOString().replace('Z', '000Z');
  return aDeployment({
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    packageName: `package-${number % PACKAGES}`,
    address,
    claimEpoch: address === '' ? 0 : 1,
    createdAt: at,
    updatedAt: at,
  });
}

function nodeUnitOf(address: string, cpuPercent: number): NodeUnit {
  const each = { instances: 5, cpuPercent: cpuPercent / PACKAGES, memoryMb: 300 };
  const packages = Object.fromEntries(Array.from({ length: PACKAGES }, (_, number) => [`package-${number}`, each]));
  return aNodeUnit(address, {
    nodeTags: { zone: `zone-${address.charCodeAt(address.length - 1) % 5}` },
    capacity: { cpuCores: 8, memoryTotalMb: 32_768 },
    resourceUsage: { cpuPercent, memoryMb: 8_000 },
    settledUsage: { base: { cpuPercent: 1, memoryMb: 80 }, packages },
  });
}
