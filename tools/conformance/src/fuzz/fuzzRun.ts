import fc from 'fast-check';

import { fuzzCase, type FuzzIds } from './cases.js';

/** How much is tried. */
export interface FuzzPlan {
  readonly ids: FuzzIds;
  readonly batches: number;
  readonly batchSize: number;
}

/** Fewer are enough to look at the state after each, and many enough to be quick. */
export const BATCH_SIZE = 500;

/**
 * Sends cases in batches and looks after each whether all is well. The seed is that of `FUZZ_SEED`, or a new one.
 *
 * @param tryBatch - rejects with what is wrong
 * @returns how many cases were sent
 * @throws Error with the seed, and the first batch that did harm
 */
export async function runFuzz(
  { ids, batches, batchSize }: FuzzPlan,
  tryBatch: (batch: readonly (string | Uint8Array)[]) => Promise<void>,
): Promise<number> {
  const wanted = process.env['FUZZ_SEED'];
  const seed = wanted === undefined ? Date.now() % 2 ** 31 : Number(wanted);
  const batch = fc.array(fuzzCase(ids), { minLength: batchSize, maxLength: batchSize });
  let sent = 0;
  const property = fc.asyncProperty(batch, async (cases) => {
    await tryBatch(cases);
    sent += cases.length;
  });
  const result = await fc.check(property, { seed, numRuns: batches, endOnFailure: true });
  if (!result.failed) return sent;
  const reason = String(result.errorInstance);
  const cases = JSON.stringify(result.counterexample?.[0]).slice(0, 20_000);
  throw new Error(`FUZZ_SEED=${seed} (batch ${result.numRuns}): ${reason}\nthe batch: ${cases}`);
}
