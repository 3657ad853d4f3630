import { commonVariables, count, postgresUri, webSocketUrl } from '@node-unit/app-runtime';

/** Far more than anybody keeps, and few enough for the database to count back. */
const MOST_DAYS = 100_000;

/** Everything that the program can be told. */
export const storageEnvironment = {
  prefixes: ['STORAGE_', 'POSTGRES_', 'HOST_', 'HISTORY_'],
  variables: {
    HOST_URL: {
      schema: webSocketUrl(),
      description: 'address of the host, with `?host_token=…` if it wants one',
      secret: true,
    },
    POSTGRES_URI: {
      schema: postgresUri(),
      description: 'database with the `deployment` table; the table is created if it is missing',
      secret: true,
    },
    HISTORY_RETENTION_DAYS: {
      schema: count(30).refine((days) => days <= MOST_DAYS, { message: `expected at most ${MOST_DAYS} days` }),
      description: 'for how many days `deployment_event` and `node_unit_usage` are kept',
      defaultText: '30',
    },
    ...commonVariables,
  },
} as const;
