import * as z from 'zod';

const MOST_LINES = 1_000_000;

/** The request of `Deployment/ReadLogSlice`: a byte, or negative = counted from the end. */
export const sliceQuery = z.object({ deployment_id: z.uuid(), start: z.number().int() });

/** The request of `Deployment/ReadLog`. */
export const logQuery = z.object({
  deployment_id: z.uuid(),
  run: z.enum(['all', 'current', 'previous']).exactOptional(),
  /** Since the epoch. */
  since_ms: z.number().nonnegative().exactOptional(),
  lines: z.number().int().nonnegative().max(MOST_LINES).exactOptional(),
  stream: z.enum(['stdout', 'stderr']).exactOptional(),
  follow: z.boolean().exactOptional(),
});
