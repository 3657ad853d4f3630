import * as z from 'zod';

import { constraintsSchema } from './Constraints.js';
import type { Deployment } from './Deployment.js';
import { describeIssues } from './describeIssues.js';
import { healthSchema } from './healthSchema.js';

const LONGEST_STOP_MS = 3_600_000;

const withoutNul = z.string().refine((value) => !value.includes('\0'), 'expected a text without NUL');
const text = z.union([withoutNul, z.number(), z.boolean()]).transform(String);
/** The same rules are in the database, for every write: `migrations/0006_operations.sql`. */
const deploymentRow = z.object({
  id: z.uuid(),
  package_name: z.string(),
  package_version: z.string(),
  command: z.string(),
  args: z.array(text),
  env: z.record(z.string(), text),
  type: z.enum(['deployment', 'daemon']),
  address: z.string(),
  enabled: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
  claim_epoch: z.coerce.number().int().nonnegative(),
  exclusive_ms: z.coerce.number().int().nonnegative(),
  constraints: constraintsSchema,
  // A storage of an earlier version does not send these.
  restart: z.enum(['always', 'on_failure', 'never']).default('always'),
  stop_grace_ms: z.coerce.number().int().nonnegative().max(LONGEST_STOP_MS).default(10_000),
  memory_max_mb: z.coerce.number().int().nonnegative().default(0),
  health: healthSchema.optional(),
  name: z.string().default(''),
  replica: z.coerce.number().int().nonnegative().default(0),
  previous_version: z.string().default(''),
});

/**
 * A parsed row, or the reason why it is invalid.
 *
 * @public
 */
export type ParsedDeploymentRow =
  | { readonly kind: 'deployment'; readonly deployment: Deployment }
  | { readonly kind: 'invalid'; readonly id: string; readonly reason: string };

/**
 * Parses a row from outside: a shared database or another terminal.
 *
 * @remarks
 * Never throws. Numbers and booleans in `args` and `env` are converted to text, as in a shell.
 *
 * @public
 */
export function parseDeploymentRow(row: unknown): ParsedDeploymentRow {
  const parsed = deploymentRow.safeParse(row);
  if (!parsed.success) return { kind: 'invalid', id: idOf(row), reason: describeIssues(parsed.error) };
  const columns = parsed.data;
  return {
    kind: 'deployment',
    deployment: {
      id: columns.id,
      name: columns.name,
      replica: columns.replica,
      packageName: columns.package_name,
      packageVersion: columns.package_version,
      previousVersion: columns.previous_version,
      command: columns.command,
      args: columns.args,
      env: columns.env,
      type: columns.type,
      address: columns.address,
      enabled: columns.enabled,
      createdAt: columns.created_at,
      updatedAt: columns.updated_at,
      claimEpoch: columns.claim_epoch,
      exclusiveMs: columns.exclusive_ms,
      constraints: columns.constraints,
      restart: columns.restart,
      stopGraceMs: columns.stop_grace_ms,
      memoryMaxMb: columns.memory_max_mb,
      health: columns.health,
    },
  };
}

function idOf(row: unknown): string {
  return typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : 'unknown';
}
