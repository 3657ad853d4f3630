import { caseId, caseRow } from './caseRow.js';
import { readAddresses } from './readAddresses.js';
import type { StoreCase } from './StoreCase.js';

const CONFLICT = { outcome: 'conflict' };

/** Claims, renewals and hand-backs. */
export const claimCases: readonly StoreCase[] = [
  {
    name: 'lets one of several claims win',
    rows: () => [caseRow(1)],
    act: async ({ store, address }) => {
      const claims = await Promise.all([1, 2, 3].map(() => store.claim(caseId(1), address)));
      return claims.sort((one, other) => one.outcome.localeCompare(other.outcome));
    },
    expected: () => [{ outcome: 'claimed', claimEpoch: 1 }, CONFLICT, CONFLICT],
  },
  {
    name: 'claims nothing that is disabled, a daemon, assigned, or missing',
    rows: () => [caseRow(1, { enabled: false }), caseRow(2, { type: 'daemon' }), caseRow(3, { address: 'other' })],
    act: ({ store, address }) => Promise.all([1, 2, 3, 4].map((digit) => store.claim(caseId(digit), address))),
    expected: () => [CONFLICT, CONFLICT, CONFLICT, CONFLICT],
  },
  {
    name: 'claims at the epoch that was seen, and at no other',
    rows: () => [caseRow(1), caseRow(2), caseRow(3)],
    act: async ({ store, address }) => [
      await store.claim(caseId(1), address, 0),
      await store.claim(caseId(2), address, 1),
      await Promise.all([store.claim(caseId(3), address, 7), store.claim(caseId(3), address, 0)]),
    ],
    expected: () => [
      { outcome: 'claimed', claimEpoch: 1 },
      CONFLICT,
      [CONFLICT, { outcome: 'claimed', claimEpoch: 1 }],
    ],
  },
  {
    name: 'renews a claim once for an epoch, and for its holder only',
    rows: (address) => [caseRow(1, { address }), caseRow(2, { address: 'other' }), caseRow(3)],
    act: async ({ store, address }) => [
      await store.renewClaim(caseId(1), address, 1),
      await store.renewClaim(caseId(1), address, 1),
      await store.renewClaim(caseId(2), address, 1),
      await store.renewClaim(caseId(3), address, 0),
      await readAddresses(store),
    ],
    expected: (address) => [
      { outcome: 'claimed', claimEpoch: 2 },
      CONFLICT,
      CONFLICT,
      CONFLICT,
      [
        [address, 2],
        ['other', 1],
        ['', 0],
      ],
    ],
  },
  {
    name: 'hands back what is assigned to the address, once, and nothing else',
    rows: (address) => [caseRow(1, { address, enabled: false }), caseRow(2, { address: 'other' }), caseRow(3)],
    act: async ({ store, address }) => {
      for (const digit of [1, 1, 2, 3, 4]) await store.handBack(caseId(digit), address);
      return readAddresses(store);
    },
    expected: () => [
      ['', 2],
      ['other', 1],
      ['', 0],
    ],
  },
];
