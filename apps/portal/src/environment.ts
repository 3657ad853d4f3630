import { commonVariables, optionalText, textReadBy, webSocketUrl } from '@node-unit/app-runtime';
import { keyPairFromPrivateKey } from '@node-unit/protocol';
import { z } from 'zod';

/** Everything that the program can be told. A node-unit sets all but the last for its deployments. */
export const portalEnvironment = {
  prefixes: ['HOST_', 'TERMINAL_'],
  variables: {
    HOST_URL: {
      schema: webSocketUrl(),
      description: 'address of its own host, with `?host_token=…` if it wants one',
      secret: true,
    },
    TERMINAL_NAME: {
      schema: z.string().default('@node-unit/portal'),
      description: 'name of its terminal on its own host',
      defaultText: '@node-unit/portal',
    },
    TERMINAL_PRIVATE_KEY: {
      schema: textReadBy(keyPairFromPrivateKey).optional(),
      description: 'base58 ED25519 key of that terminal; without it a new one at every start',
      secret: true,
    },
    NODE_UNIT_DEPLOYMENT_ID: {
      schema: optionalText(),
      description: 'the deployment that it runs for; published in the tag `deployment_id`',
    },
    ...commonVariables,
  },
} as const;
