import { commonVariables, count, postgresUri, webSocketUrl } from '@node-unit/app-runtime';

/** Longer than any sensible retention, and short enough for date arithmetic in the database. */
const MOST_DAYS = 100_000;

/** The environment variables of the storage service. */
export const storageEnvironment = {
  prefixes: ['STORAGE_', 'POSTGRES_', 'HOST_', 'HISTORY_'],
  variables: {
    HOST_URL: {
      schema: webSocketUrl(),
      description: 'URL of the host, with `?host_token=…` if the host requires a token',
      secret: true,
    },
    POSTGRES_URI: {
      schema: postgresUri(),
      description: 'URI of the database; missing tables are created and existing ones are migrated',
      secret: true,
    },
    HISTORY_RETENTION_DAYS: {
      schema: count(30).refine((days) => days <= MOST_DAYS, { message: `expected at most ${MOST_DAYS} days` }),
      description: 'number of days for which rows of `deployment_event` and `node_unit_usage` are kept',
      defaultText: '30',
    },
    ...commonVariables,
  },
} as const;
