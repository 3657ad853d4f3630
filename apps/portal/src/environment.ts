import { commonVariables, hostVariables, optionalText, textReadBy } from '@node-unit/app-runtime';
import { keyPairFromPrivateKey } from '@node-unit/protocol';
import * as z from 'zod';

/** The environment variables of the portal. A node-unit sets all of them except `LOG_LEVEL`. */
export const portalEnvironment = {
  prefixes: ['HOST_', 'TERMINAL_'],
  variables: {
    ...hostVariables,
    TERMINAL_NAME: {
      schema: z.string().default('@node-unit/portal'),
      description: 'name of the terminal on the local host',
      defaultText: '@node-unit/portal',
    },
    TERMINAL_PRIVATE_KEY: {
      schema: textReadBy(keyPairFromPrivateKey).optional(),
      description:
        'base58-encoded ED25519 private key of that terminal; if unset, a new key is generated at every start',
      secret: true,
    },
    NODE_UNIT_DEPLOYMENT_ID: {
      schema: optionalText(),
      description: 'id of the deployment that this portal runs as; published in the tag `deployment_id`',
    },
    ...commonVariables,
  },
} as const;
