import type { ExplanationRecord } from '@node-unit/scheduler';
import * as z from 'zod';

/** What comes from another process is checked, whatever its version. */
export const explanationRecord: z.ZodType<ExplanationRecord> = z.object({
  deployment_id: z.string(),
  address: z.string(),
  policy: z.object({
    name: z.string(),
    settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  eligible: z.boolean(),
  reason: z.string().nullable(),
  detail: z.string(),
  score: z.number().nullable(),
  metrics: z.record(z.string(), z.number()).nullable(),
  best_score: z.number().nullable(),
  eligible_node_units: z.array(z.string()).nullable(),
  waited_ms: z.number().nullable(),
  widened_by: z.number().nullable(),
  patience_left_ms: z.number().nullable(),
  status: z
    .object({
      state: z.string(),
      pid: z.number().nullable(),
      restarts: z.number(),
      last_exit: z.string(),
      reason: z.string(),
      resolved_version: z.string(),
      healthy: z.boolean().nullable(),
      since: z.string(),
    })
    .exactOptional(),
  view: z.object({
    digest: z.string(),
    round: z.number(),
    age_ms: z.number(),
    membership: z.string(),
    node_units: z.number(),
    deployments: z.number(),
  }),
});
