import type { AddressWrite, ReleaseResult } from '../DeploymentStore.js';
import { caseId, caseRow } from './caseRow.js';
import { readAddresses } from './readAddresses.js';
import type { StoreCase } from './StoreCase.js';

function inOrder(result: ReleaseResult): ReleaseResult {
  const released = [...result.released].sort((one, other) => one.deploymentId.localeCompare(other.deploymentId));
  return { ...result, released };
}

function write(digit: number, claimEpoch: number): AddressWrite {
  return { deploymentId: caseId(digit), claimEpoch };
}

const NOTHING = { released: [], refused: [] };

/** Releases, also of exclusive deployments. */
export const releaseCases: readonly StoreCase[] = [
  {
    name: 'releases the enabled deployments of lost addresses, once',
    rows: () => [
      caseRow(1, { address: 'lost' }),
      caseRow(2, { address: 'lost', enabled: false }),
      caseRow(3, { address: 'lost', type: 'daemon' }),
      caseRow(4, { address: 'there' }),
      caseRow(5, { address: 'lost too' }),
      caseRow(6),
    ],
    act: async ({ store }) => [
      inOrder(await store.release(['lost', 'lost too', ''])),
      await store.release(['lost', 'lost too', '']),
      await store.release([]),
      await readAddresses(store),
    ],
    expected: () => [
      { released: [write(1, 2), write(5, 2)], refused: [] },
      NOTHING,
      NOTHING,
      [
        ['', 2],
        ['lost', 1],
        ['lost', 1],
        ['there', 1],
        ['', 2],
        ['', 0],
      ],
    ],
  },
  {
    name: 'releases an exclusive deployment by name only, at its epoch, and of a lost address',
    rows: () => [
      caseRow(1, { address: 'lost', exclusiveMs: 1_000 }),
      caseRow(2, { address: 'lost' }),
      caseRow(3, { address: 'there', exclusiveMs: 1_000 }),
    ],
    act: async ({ store }) => [
      await store.release(['lost']),
      await store.release(['lost'], [write(1, 0), write(1, 2)]),
      await store.release(['lost'], [write(3, 1)]),
      await store.release(['lost'], [write(1, 1)]),
      await store.release(['lost'], [write(1, 1)]),
      await readAddresses(store),
    ],
    expected: () => [
      { released: [write(2, 2)], refused: [] },
      NOTHING,
      NOTHING,
      { released: [write(1, 2)], refused: [] },
      NOTHING,
      [
        ['', 2],
        ['', 2],
        ['there', 1],
      ],
    ],
  },
];
