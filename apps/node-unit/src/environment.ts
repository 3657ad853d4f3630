import {
  booleanText,
  commonVariables,
  count,
  type EnvironmentConfig,
  type EnvironmentVariable,
  hostVariables,
  metricsVariables,
  milliseconds,
  optionalText,
  postgresUri,
  publicKeys,
  textReadBy,
} from '@node-unit/app-runtime';
import { keyPairFromPrivateKey } from '@node-unit/credentials';
import type { PolicySetting } from '@node-unit/scheduler';
import { DEFAULT_LOG_LIMITS, DEFAULT_PACKAGE_LIMITS, readUidRange } from '@node-unit/supervisor';
import * as z from 'zod';

import { builtInPolicySettings } from './policies/builtInPolicies.js';
import { readNodeTags } from './readNodeTags.js';
import { readOnlyNames } from './readOnlyNames.js';

/** A range that distributions, systemd and user namespaces do not allocate by default. */
const DEFAULT_UID_RANGE = '1900000000-1900065535';

const DAY_MS = 86_400_000;

/** The environment variables of the node-unit. */
export const nodeUnitEnvironment = {
  prefixes: ['NODE_UNIT_', 'TRUSTED_PACKAGE', 'ENABLE_CUSTOM', 'HOST_', 'STORAGE_', 'METRICS_'],
  // Set for whatever a supervisor runs, which may be a node-unit.
  foreignNames: ['NODE_UNIT_RUN_ID'],
  variables: {
    ...hostVariables,
    NODE_UNIT_SHARE_HOST_TOKEN: {
      schema: booleanText(false),
      description:
        'whether deployments get the host token instead of a credential of their own; only for hosts that know no credentials',
      defaultText: 'false',
    },
    STORAGE_PUBLIC_KEYS: {
      schema: publicKeys(),
      description: 'public keys of the storages that this node-unit accepts, comma-separated; if unset, any member',
    },
    POSTGRES_URI: {
      schema: postgresUri().optional(),
      description: 'URI for direct database access; if unset, the node-unit uses the storage service on the host',
      secret: true,
    },
    NODE_UNIT_NAME: {
      schema: optionalText(),
      description: 'name of this node-unit; its key pair is derived from name and password',
      defaultText: 'hostname of the machine',
    },
    NODE_UNIT_PASSWORD: {
      schema: optionalText(),
      description: 'secret from which the key pair is derived; if unset, the address changes with every start',
      secret: true,
    },
    NODE_UNIT_PRIVATE_KEY: {
      schema: textReadBy(keyPairFromPrivateKey).optional(),
      description: 'base58-encoded ED25519 private key; replaces the key pair derived from name and password',
      secret: true,
    },
    NODE_UNIT_CLAIM_POLICY: {
      schema: z.string().default('least_deployments'),
      description:
        '`least_deployments`, `resource_usage`, `power_of_two`, `spread`, `none`, a package name, or the path of a module',
      defaultText: 'least_deployments',
    },
    NODE_UNIT_POLICY_DIR: {
      schema: optionalText(),
      description:
        'directory from which a policy package or path is resolved first; the working directory is the fallback',
    },
    NODE_UNIT_SCHEDULER_INTERVAL_MS: {
      schema: milliseconds(5_000),
      description: 'maximum time between rounds in ms; events start a round earlier',
      defaultText: '5000',
    },
    NODE_UNIT_CLAIM_PATIENCE_MS: {
      schema: milliseconds(10_000),
      description: 'how long the top-ranked node-units have to claim a deployment before the next rank may, in ms',
      defaultText: '10000',
    },
    NODE_UNIT_TAGS: {
      schema: textReadBy(readNodeTags).default({}),
      description:
        'tags that deployment constraints match, such as `zone=eu,gpu=yes`; published as `node_unit_tag_<name>`',
    },
    NODE_UNIT_ONLY_NAMES: {
      schema: textReadBy(readOnlyNames).optional(),
      description: 'names of the only deployments that run here, comma-separated; published as `node_unit_only_names`',
    },
    NODE_UNIT_ROUND_TRIGGERS: {
      schema: z.enum(['events', 'interval'], { message: 'expected events or interval' }).default('events'),
      description: 'what starts a round: `events` (any change, with the interval as fallback) or only the `interval`',
      defaultText: 'events',
    },
    ...policyVariables(builtInPolicySettings),
    NODE_UNIT_RESOURCE_INTERVAL_MS: {
      schema: milliseconds(5_000),
      description: 'interval between CPU and memory measurements in ms',
      defaultText: '5000',
    },
    NODE_UNIT_INSTALL_TIMEOUT_MS: {
      schema: milliseconds(600_000),
      description:
        'after this time in ms, npm and the install scripts of a package are killed; the installation failed',
      defaultText: '600000',
    },
    NODE_UNIT_CPU_CORES: {
      schema: textReadBy(readPositive).optional(),
      description: 'CPU cores that this node-unit may use, such as `1.5`',
      defaultText: 'those of the machine, or fewer if the control group allows fewer',
    },
    NODE_UNIT_MEMORY_MB: {
      schema: textReadBy(readPositive).optional(),
      description: 'memory that this node-unit may use, in MB',
      defaultText: 'that of the machine, or less if the control group allows less',
    },
    TRUSTED_PACKAGE_REGEXP: {
      schema: textReadBy((source) => new RegExp(source)).default(/(?:)/),
      description:
        'regular expression; only deployments whose `name@version` matches are claimed and run, such as `^@my-scope/`',
      defaultText: '(everything)',
    },
    ENABLE_CUSTOM_COMMAND: {
      schema: booleanText(false),
      description:
        'whether deployments may run any `command`, and make Node.js load other code; if `false`, only commands that ' +
        'are programs (`bin`) of their own package',
      defaultText: 'false',
    },
    NODE_UNIT_EXCLUSIVE: {
      schema: z.enum(['enforce', 'observe'], { message: 'expected enforce or observe' }).default('enforce'),
      description:
        'what happens to a deployment with `exclusive_ms` when this node-unit has not been able to prove its membership ' +
        'for that time: it is ended (`enforce`), or only logged (`observe`)',
      defaultText: 'enforce',
    },
    NODE_UNIT_WORKSPACE_DIR: {
      schema: optionalText(),
      description: 'directory for installed packages, logs, and the homes of deployments',
      defaultText: '~/.node-unit/<name>; for root: /var/lib/node-unit/<name>',
    },
    NODE_UNIT_PACKAGES_KEPT: {
      schema: count(DEFAULT_PACKAGE_LIMITS.kept),
      description: 'number of installed packages of one name that are kept although no deployment uses them',
      defaultText: String(DEFAULT_PACKAGE_LIMITS.kept),
    },
    NODE_UNIT_PACKAGES_MAX_AGE_DAYS: {
      schema: count(DEFAULT_PACKAGE_LIMITS.maxAgeMs / DAY_MS),
      description: 'number of days for which installed packages are kept although no deployment uses them',
      defaultText: String(DEFAULT_PACKAGE_LIMITS.maxAgeMs / DAY_MS),
    },
    NODE_UNIT_LOG_SEGMENT_BYTES: {
      schema: count(DEFAULT_LOG_LIMITS.segmentBytes),
      description: 'size at which a segment of the output of a deployment is closed and compressed, in bytes',
      defaultText: String(DEFAULT_LOG_LIMITS.segmentBytes),
    },
    NODE_UNIT_LOG_SEGMENTS: {
      schema: count(DEFAULT_LOG_LIMITS.segments),
      description: 'number of segments that are kept of a deployment',
      defaultText: String(DEFAULT_LOG_LIMITS.segments),
    },
    NODE_UNIT_LOG_BUDGET_BYTES: {
      schema: count(DEFAULT_LOG_LIMITS.budgetBytes),
      description:
        'size of the output of all deployments that is kept, in bytes; the oldest segments are removed first',
      defaultText: String(DEFAULT_LOG_LIMITS.budgetBytes),
    },
    NODE_UNIT_RUN_AS: {
      schema: z.string().default('auto'),
      description:
        'user of the processes of deployments: `auto` (a separate user for each one, if the node-unit runs as root; ' +
        'otherwise the user of the node-unit), `agent` (the user of the node-unit), or the name or number of a user',
      defaultText: 'auto',
    },
    NODE_UNIT_UID_RANGE: {
      schema: textReadBy(readUidRange).default(readUidRange(DEFAULT_UID_RANGE)),
      description:
        'user and group IDs for the separate users of `NODE_UNIT_RUN_AS=auto`, as `first-last`; must not contain ' +
        'IDs of existing users or groups; several node-units on a machine may share it',
      defaultText: DEFAULT_UID_RANGE,
    },
    ...metricsVariables,
    ...commonVariables,
  },
} as const;

export type NodeUnitVariables = (typeof nodeUnitEnvironment)['variables'];
export type NodeUnitConfig = EnvironmentConfig<NodeUnitVariables>;

/** The settings of policies are declared by their packages and validated regardless of the selected policy. */
function policyVariables(settings: readonly PolicySetting[]): Readonly<Record<string, EnvironmentVariable>> {
  return Object.fromEntries(
    settings.map(({ name, description, defaultText, read }) => [
      name,
      { schema: textReadBy(read).optional(), description, defaultText },
    ]),
  );
}

function readPositive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error('expected a number above 0');
}
