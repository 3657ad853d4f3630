import type { NodeUnit, NodeUnitCapacity, NodeUnitResourceUsage, NodeUnitSettledUsage } from './NodeUnit.js';
import { formatOnlyNames, parseOnlyNames } from './onlyNames.js';
import { formatSettledUsage, parseSettledUsage } from './settledUsageTag.js';

/**
 * The name of the policy with which a node-unit does not participate: it writes no addresses, and others do not wait
 * for it.
 *
 * @public
 */
export const NONE_POLICY_NAME = 'none';

const NODE_TAG_PREFIX = 'node_unit_tag_';

/**
 * The contents of a node-unit's terminal tags.
 *
 * @public
 */
export interface PublishedNodeUnit {
  readonly address: string;
  readonly name: string;
  readonly version: string;
  /** `none` while it does not claim. */
  readonly claimPolicyName: string;
  /** Version of the package of the policy, if known. */
  readonly claimPolicyVersion?: string | undefined;
  readonly capacity: NodeUnitCapacity;
  /** Whether it runs commands that are no program of the deployment's package. */
  readonly allowsCommands?: boolean | undefined;
  /** Whether an operator has drained it. */
  readonly drained?: boolean | undefined;
  /** Names of the only deployments that may run there; `undefined` = any. */
  readonly onlyNames?: readonly string[] | undefined;
  readonly nodeTags: Readonly<Record<string, string>>;
  readonly resourceUsage: NodeUnitResourceUsage | undefined;
  readonly settledUsage: NodeUnitSettledUsage | undefined;
}

/**
 * The tags of a node-unit's terminal.
 *
 * @public
 */
export function formatNodeUnitTags(nodeUnit: PublishedNodeUnit): Readonly<Record<string, string>> {
  const { capacity, resourceUsage, settledUsage, claimPolicyVersion, onlyNames } = nodeUnit;
  return {
    ...Object.fromEntries(Object.entries(nodeUnit.nodeTags).map(([name, value]) => [NODE_TAG_PREFIX + name, value])),
    node_unit: 'true',
    node_unit_address: nodeUnit.address,
    node_unit_name: nodeUnit.name,
    node_unit_version: nodeUnit.version,
    node_unit_claim_policy: nodeUnit.claimPolicyName,
    ...(claimPolicyVersion !== undefined && { node_unit_claim_policy_version: claimPolicyVersion }),
    ...(nodeUnit.allowsCommands !== undefined && { node_unit_custom_commands: String(nodeUnit.allowsCommands) }),
    ...(nodeUnit.drained !== undefined && { node_unit_drained: String(nodeUnit.drained) }),
    ...(onlyNames !== undefined && { node_unit_only_names: formatOnlyNames(onlyNames) }),
    node_unit_cpu_cores: String(capacity.cpuCores),
    node_unit_memory_total_mb: String(Math.round(capacity.memoryTotalMb)),
    ...(resourceUsage && {
      node_unit_cpu_percent: resourceUsage.cpuPercent.toFixed(2),
      node_unit_memory_mb: resourceUsage.memoryMb.toFixed(1),
    }),
    ...(settledUsage && { node_unit_package_usage: formatSettledUsage(settledUsage) }),
  };
}

/**
 * Parses the tags of a terminal; `undefined` if it is not a node-unit.
 *
 * @remarks
 * A node-unit that publishes no policy is assumed to claim, because other implementations do not publish one. Values
 * that cannot be parsed are unknown.
 *
 * @public
 */
export function parseNodeUnitTags(tags: Readonly<Record<string, string>>): NodeUnit | undefined {
  const address = tags['node_unit_address'];
  if (tags['node_unit'] !== 'true' || !address) return undefined;
  const cpuCores = positive(tags['node_unit_cpu_cores']);
  const memoryTotalMb = positive(tags['node_unit_memory_total_mb']);
  const cpuPercent = notNegative(tags['node_unit_cpu_percent']);
  const memoryMb = notNegative(tags['node_unit_memory_mb']);
  return {
    address,
    name: tags['node_unit_name'] ?? address,
    tags,
    nodeTags: nodeTagsOf(tags),
    claiming: tags['node_unit_claim_policy'] !== NONE_POLICY_NAME,
    allowsCommands: readBoolean(tags['node_unit_custom_commands']),
    onlyNames: parseOnlyNames(tags['node_unit_only_names']),
    capacity: cpuCores === undefined || memoryTotalMb === undefined ? undefined : { cpuCores, memoryTotalMb },
    resourceUsage: cpuPercent === undefined || memoryMb === undefined ? undefined : { cpuPercent, memoryMb },
    settledUsage: parseSettledUsage(tags['node_unit_package_usage']),
  };
}

function nodeTagsOf(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) =>
      name.startsWith(NODE_TAG_PREFIX) ? [[name.slice(NODE_TAG_PREFIX.length), value]] : [],
    ),
  );
}

function readBoolean(text: string | undefined): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function notNegative(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function positive(text: string | undefined): number | undefined {
  const value = notNegative(text);
  return value === 0 ? undefined : value;
}
