import type { Mutation } from '../Mutation.js';
import { digest, inMemory, inPostgres, seeds } from './checks.js';

const MEMORY = 'libraries/deployment/lib/InMemoryDeploymentStore.js';
const SQL = 'libraries/deployment-postgres/lib/sql/writeAddress.js';

/** The conditions of writes in the database, and in the store in memory that stands for it; what finds writes that nothing announced. */
export const writes: readonly Mutation[] = [
  {
    guard: `\`address = ''\``,
    without: 'a claim takes what somebody holds (SQL)',
    file: SQL,
    find: `where id = any($1::uuid[]) and address = '' and enabled`,
    replacement: 'where id = any($1::uuid[]) and enabled',
    noticedBy: [inPostgres('claims nothing that is')],
  },
  {
    guard: '`enabled`',
    without: 'a claim takes what is disabled (SQL)',
    file: SQL,
    find: `address = '' and enabled and type`,
    replacement: `address = '' and type`,
    noticedBy: [inPostgres('claims nothing that is')],
  },
  {
    guard: 'the epoch',
    without: 'a claim takes what was assigned meanwhile (SQL)',
    file: SQL,
    find: 'wanted.claim_epoch is null or deployment.claim_epoch = wanted.claim_epoch',
    replacement: 'true',
    noticedBy: [inPostgres('at the epoch that was seen')],
  },
  {
    guard: 'release only of the lost',
    without: 'a release takes from everybody (SQL)',
    file: SQL,
    find: `address = any($1::text[]) and address <> ''`,
    replacement: `$1::text[] is not null and address <> ''`,
    noticedBy: [inPostgres('enabled deployments of lost addresses')],
  },
  {
    guard: '`enabled`',
    without: 'a release takes what is disabled (SQL)',
    file: SQL,
    find: `address <> '' and enabled and type`,
    replacement: `address <> '' and type`,
    noticedBy: [inPostgres('enabled deployments of lost addresses')],
  },
  {
    guard: `\`address = ''\``,
    without: 'a claim takes what somebody holds (in memory)',
    file: MEMORY,
    find: `row.type === 'deployment' && row.address === ''`,
    replacement: `row.type === 'deployment'`,
    noticedBy: [inMemory('claims nothing that is')],
  },
  {
    guard: '`enabled`',
    without: 'a claim takes what is disabled (in memory)',
    file: MEMORY,
    find: 'row?.enabled === true && row.type',
    replacement: 'row?.type',
    noticedBy: [inMemory('claims nothing that is')],
  },
  {
    guard: 'the epoch',
    without: 'a claim takes what was assigned meanwhile (in memory)',
    file: MEMORY,
    find: '(claimEpoch ?? row.claimEpoch) !== row.claimEpoch',
    replacement: 'false',
    noticedBy: [inMemory('at the epoch that was seen')],
  },
  {
    guard: 'release only of the lost',
    without: 'a release takes from everybody (in memory)',
    file: MEMORY,
    find: 'lost.has(row.address) &&',
    replacement: '',
    noticedBy: [seeds, inMemory('enabled deployments of lost addresses')],
  },
  {
    guard: 'digest',
    without: 'every bucket of the table looks as it is known',
    file: 'libraries/deployment-postgres/lib/digest/TableDigest.js',
    find: 'rows === expectedRows && sum === expectedSum',
    replacement: 'true',
    noticedBy: [digest],
  },
  {
    guard: 'digest',
    without: 'a row that has gone unannounced is not looked for',
    file: 'libraries/deployment-postgres/lib/digest/TableDigest.js',
    find: 'return [...changed, ...gone]',
    replacement: 'return changed',
    noticedBy: [digest],
  },
];
