import {
  booleanText,
  commonVariables,
  type EnvironmentConfig,
  type EnvironmentVariable,
  milliseconds,
  optionalText,
  postgresUri,
  textReadBy,
  webSocketUrl,
} from '@node-unit/app-runtime';
import { keyPairFromPrivateKey } from '@node-unit/protocol';
import type { PolicySetting } from '@node-unit/scheduler';
import { z } from 'zod';

import { builtInPolicySettings } from './policies/builtInPolicies.js';
import { readNodeTags } from './readNodeTags.js';

/** Everything that the program can be told. */
export const nodeUnitEnvironment = {
  prefixes: ['NODE_UNIT_', 'TRUSTED_PACKAGE', 'ENABLE_CUSTOM'],
  variables: {
    HOST_URL: {
      schema: webSocketUrl(),
      description: 'address of the host, with `?host_token=…` if it wants one; deployments are given it too',
      secret: true,
    },
    POSTGRES_URI: {
      schema: postgresUri().optional(),
      description: 'direct access to the database; without it the storage terminal on the host is asked',
      secret: true,
    },
    NODE_UNIT_NAME: {
      schema: optionalText(),
      description: 'name of this node-unit; part of its identity',
      defaultText: 'the host name of the machine',
    },
    NODE_UNIT_PASSWORD: {
      schema: optionalText(),
      description: 'secret part of its identity; without it the address is a new one at every start',
      secret: true,
    },
    NODE_UNIT_PRIVATE_KEY: {
      schema: textReadBy(keyPairFromPrivateKey).optional(),
      description: 'identity as a base58 ED25519 key, instead of one that is made from name and password',
      secret: true,
    },
    NODE_UNIT_CLAIM_POLICY: {
      schema: z.string().default('least_deployments'),
      description:
        '`least_deployments`, `resource_usage`, `power_of_two`, `spread`, `none`, a package, or a path to a module',
      defaultText: 'least_deployments',
    },
    NODE_UNIT_POLICY_DIR: {
      schema: optionalText(),
      description:
        'folder from which the package or the path of a policy is looked for first, then the working directory',
    },
    NODE_UNIT_SCHEDULER_INTERVAL_MS: {
      schema: milliseconds(5_000),
      description: 'time between rounds when no event starts one, in ms',
      defaultText: '5000',
    },
    NODE_UNIT_CLAIM_PATIENCE_MS: {
      schema: milliseconds(10_000),
      description: 'how long the best in rank may leave a deployment before the next in rank may claim it too, in ms',
      defaultText: '10000',
    },
    NODE_UNIT_TAGS: {
      schema: textReadBy(readNodeTags).default({}),
      description: 'what the constraints of deployments are about: `zone=eu,gpu=yes`; others see `node_unit_tag_zone`',
    },
    NODE_UNIT_ROUND_TRIGGERS: {
      schema: z.enum(['events', 'interval'], { message: 'expected events or interval' }).default('events'),
      description: 'what starts a round: `events` (changes, and the interval as the fallback) or the `interval` alone',
      defaultText: 'events',
    },
    ...policyVariables(builtInPolicySettings),
    NODE_UNIT_RESOURCE_INTERVAL_MS: {
      schema: milliseconds(5_000),
      description: 'time between measurements of CPU and memory, in ms',
      defaultText: '5000',
    },
    TRUSTED_PACKAGE_REGEXP: {
      schema: textReadBy((source) => new RegExp(source)).default(/(?:)/),
      description: 'only deployments whose `name@version` matches are claimed and run, for example `^@my-scope/`',
      defaultText: '(everything)',
    },
    ENABLE_CUSTOM_COMMAND: {
      schema: booleanText(false),
      description: 'whether the `command` of a deployment is run instead of the entry file of its package',
      defaultText: 'false',
    },
    NODE_UNIT_WORKSPACE_DIR: {
      schema: optionalText(),
      description: 'folder for installed packages and logs',
      defaultText: '~/.node-unit/<name>',
    },
    ...commonVariables,
  },
} as const;

export type NodeUnitVariables = (typeof nodeUnitEnvironment)['variables'];
export type NodeUnitConfig = EnvironmentConfig<NodeUnitVariables>;

/** The settings of policies are declared by their packages, and checked whatever policy is chosen. */
function policyVariables(settings: readonly PolicySetting[]): Readonly<Record<string, EnvironmentVariable>> {
  return Object.fromEntries(
    settings.map(({ name, description, defaultText, read }) => [
      name,
      { schema: textReadBy(read).optional(), description, defaultText },
    ]),
  );
}
