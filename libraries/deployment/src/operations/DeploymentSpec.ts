import * as z from 'zod';

import { constraintsSchema } from '../Constraints.js';
import { describeIssues } from '../describeIssues.js';
import { healthSchema } from '../healthSchema.js';

const MOST_REPLICAS = 10_000;
const MOST_MS = 2_147_483_647;

/** The same rule is in the database: `migrations/0007_operate.sql`. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const NAME_RULE = 'expected 1 to 100 letters, digits and . _ -, beginning with a letter or a digit';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const spec = z.strictObject({
  name: z.string().regex(NAME, NAME_RULE),
  package: z.string().min(1, 'expected the name of an npm package'),
  version: scalar.optional(),
  replicas: z.number().int().min(0).max(MOST_REPLICAS).optional(),
  command: z.string().optional(),
  args: z.array(scalar).optional(),
  env: z.record(z.string(), scalar).optional(),
  type: z.enum(['deployment', 'daemon']).optional(),
  enabled: z.boolean().optional(),
  exclusive_ms: z.number().int().min(0).max(MOST_MS).optional(),
  constraints: constraintsSchema.optional(),
  restart: z.enum(['always', 'on_failure', 'never']).optional(),
  stop_grace_ms: z.number().int().min(0).max(3_600_000).optional(),
  memory_max_mb: z.number().int().min(0).max(MOST_MS).optional(),
  /** Checked, and kept as it is written. */
  health: z.record(z.string(), z.unknown()).refine(isHealth, { error: healthFault }).optional(),
});

function isHealth(health: unknown): boolean {
  return healthSchema.safeParse(health).success;
}

function healthFault({ input }: { readonly input?: unknown }): string {
  const { error } = healthSchema.safeParse(input);
  return error ? describeIssues(error) : '';
}

/**
 * What an operator writes about a deployment, as in a file for `unitctl apply`: all copies of one name.
 *
 * @remarks
 * The fields are those of the columns, and `package`, `version`, `replicas`. What is left out stays as it is; for a new
 * deployment it is the column's default, version `latest`, one replica.
 *
 * @public
 */
export type DeploymentSpec = z.output<typeof spec>;

/** For requests. */
export const deploymentSpecSchema = spec;

/**
 * Parsed specs, or what is wrong with them, one line for each fault.
 *
 * @public
 */
export type ParsedSpecs =
  | { readonly kind: 'specs'; readonly specs: readonly DeploymentSpec[] }
  | { readonly kind: 'invalid'; readonly faults: readonly string[] };

/**
 * Parses what a file for `unitctl apply` contains: one spec, a list of them, or `{"deployments": […]}`. Pure; collects all
 * faults.
 *
 * @public
 */
export function parseDeploymentSpecs(content: unknown): ParsedSpecs {
  const parsed = listOf(content).map((each, index) => ({ index, each, result: spec.safeParse(each) }));
  const faults = parsed.flatMap(({ index, each, result }) =>
    result.success ? [] : [`deployment ${labelOf(each, index)}: ${describeIssues(result.error)}`],
  );
  const specs = parsed.flatMap(({ result }) => (result.success ? [result.data] : []));
  const names = specs.map(({ name }) => name);
  const doubled = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const manyDaemons = specs.filter(({ type, replicas = 1 }) => type === 'daemon' && replicas > 1);
  faults.push(
    ...manyDaemons.map(({ name }) => `deployment ${name}: a daemon runs on every node-unit and has no replicas`),
  );
  const all = [...faults, ...[...doubled].map((name) => `deployment ${name}: it is there more than once`)];
  if (parsed.length === 0) all.push('there are no deployments: expected a list of name, package, version, …');
  return all.length > 0 ? { kind: 'invalid', faults: all } : { kind: 'specs', specs };
}

function listOf(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content as readonly unknown[];
  if (typeof content !== 'object' || content === null)
    return content === undefined || content === null ? [] : [content];
  const { deployments } = content as { readonly deployments?: unknown };
  return deployments === undefined || 'name' in content ? [content] : listOf(deployments);
}

function labelOf(each: unknown, index: number): string {
  const name = typeof each === 'object' && each !== null && 'name' in each ? each.name : undefined;
  return typeof name === 'string' && name !== '' ? JSON.stringify(name.slice(0, 100)) : `number ${index + 1}`;
}
