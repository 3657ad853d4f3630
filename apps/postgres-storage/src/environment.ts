import { commonVariables, postgresUri, webSocketUrl } from '@node-unit/app-runtime';

/** Everything that the program can be told. */
export const storageEnvironment = {
  prefixes: ['STORAGE_', 'POSTGRES_', 'HOST_'],
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
    ...commonVariables,
  },
} as const;
