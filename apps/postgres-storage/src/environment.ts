import {
  commonVariables,
  count,
  hostVariables,
  metricsVariables,
  optionalText,
  postgresUri,
  publicKeys,
  textReadBy,
} from '@node-unit/app-runtime';
import { keyPairFromPrivateKey } from '@node-unit/credentials';
import * as z from 'zod';

/** Longer than any sensible retention, and short enough for date arithmetic in the database. */
const MOST_DAYS = 100_000;

/** The environment variables of the storage service. */
export const storageEnvironment = {
  prefixes: ['STORAGE_', 'POSTGRES_', 'HOST_', 'HISTORY_', 'METRICS_', 'OPERATOR_'],
  // Of the command line, which may run on the same machine.
  foreignNames: ['OPERATOR_KEY', 'OPERATOR_KEY_FILE'],
  variables: {
    ...hostVariables,
    STORAGE_PRIVATE_KEY: {
      schema: textReadBy(keyPairFromPrivateKey).optional(),
      description: 'base58-encoded ED25519 private key of the storage, by which node-units can recognise it',
      secret: true,
    },
    STORAGE_KEY_FILE: {
      schema: optionalText(),
      description: 'file that keeps the private key instead; it is created with mode 0600 if it does not exist',
    },
    POSTGRES_URI: {
      schema: postgresUri(),
      description: 'URI of the database; missing tables are created and existing ones are migrated',
      secret: true,
    },
    POSTGRES_STORAGE_SQL: {
      schema: z.enum(['off', 'read', 'on'], { message: 'expected off, read or on' }).default('off'),
      description:
        'whether members may run SQL with the rights of `POSTGRES_URI`: not at all, in read-only transactions, or any',
      defaultText: 'off',
    },
    OPERATOR_PUBLIC_KEYS: {
      schema: publicKeys(),
      description:
        'public keys of the operators, comma-separated: only what they have signed changes deployments; if unset, nobody ' +
        'changes them over the host',
    },
    STORAGE_PORTAL_PACKAGES: {
      schema: textReadBy((text) => text.split(',').map((name) => name.trim())).default(['@node-unit/portal']),
      description: 'names of packages whose deployments are portals and may read `portal_config`, comma-separated',
      defaultText: '@node-unit/portal',
    },
    HISTORY_RETENTION_DAYS: {
      schema: count(30).refine((days) => days <= MOST_DAYS, { message: `expected at most ${MOST_DAYS} days` }),
      description: 'number of days for which rows of `deployment_event` and `node_unit_usage` are kept',
      defaultText: '30',
    },
    ...metricsVariables,
    ...commonVariables,
  },
} as const;
