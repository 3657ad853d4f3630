import * as z from 'zod';

import { describeIssues } from '../describeIssues.js';
import { deploymentSpecSchema } from './DeploymentSpec.js';

const MOST_DEPLOYMENTS = 10_000;
const LONGEST_REASON = 500;

const ids = z.array(z.uuid()).min(1).max(MOST_DEPLOYMENTS);
const address = z.string().min(1).max(200);
const reason = z.string().max(LONGEST_REASON);

/** What operators can ask of a storage. */
const operationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('apply'),
    specs: z.array(deploymentSpecSchema).min(1).max(MOST_DEPLOYMENTS),
    dryRun: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('scale'), name: z.string(), replicas: z.number().int().min(0).max(10_000) }),
  z.strictObject({ kind: z.literal('setVersion'), deploymentId: z.uuid(), version: z.string().min(1).max(1_000) }),
  /** Each copy gets the version that it had before. */
  z.strictObject({ kind: z.literal('undoVersion'), deploymentId: z.uuid() }),
  z.strictObject({ kind: z.literal('restart'), deploymentIds: ids, reason }),
  z.strictObject({ kind: z.literal('setEnabled'), deploymentIds: ids, enabled: z.boolean() }),
  z.strictObject({ kind: z.literal('remove'), deploymentIds: ids }),
  z.strictObject({ kind: z.literal('drain'), address, reason }),
  z.strictObject({ kind: z.literal('undrain'), address }),
  /** It has left for ever; nothing happens if it is online or drained. */
  z.strictObject({ kind: z.literal('forget'), address }),
  /** The holder hands it over, and does not claim it again soon. */
  z.strictObject({ kind: z.literal('handOver'), deploymentId: z.uuid(), address, reason }),
]);

/**
 * What an operator asks for.
 *
 * @public
 */
export type Operation = z.output<typeof operationSchema>;

/**
 * One field that an operation changes. Values of `env` are not told: they may be secret.
 *
 * @public
 */
export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What an operation does, or would do, to one deployment.
 *
 * @public
 */
export interface DeploymentDifference {
  readonly action: 'add' | 'change' | 'remove' | 'none';
  /** Empty for one that a dry run would add. */
  readonly deploymentId: string;
  readonly name: string;
  readonly replica: number;
  /** `updatedAt` of the row once this was done; empty if nothing was written to it. */
  readonly updatedAt: string;
  readonly fields: readonly FieldChange[];
}

/**
 * The result of an operation.
 *
 * @public
 */
export interface OperationResult {
  readonly differences: readonly DeploymentDifference[];
}

const operationResultSchema = z.object({
  differences: z.array(
    z.object({
      action: z.enum(['add', 'change', 'remove', 'none']),
      deploymentId: z.string(),
      name: z.string(),
      replica: z.number(),
      updatedAt: z.string(),
      fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
});

/**
 * Reads an operation from another terminal.
 *
 * @throws Error that says what is wrong with it
 *
 * @public
 */
export function parseOperation(value: unknown): Operation {
  const parsed = operationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(describeIssues(parsed.error).slice(0, 1_000));
}

/**
 * Reads the result of an operation from another terminal.
 *
 * @throws Error that says what is wrong with it
 *
 * @public
 */
export function parseOperationResult(value: unknown): OperationResult {
  return operationResultSchema.parse(value);
}
