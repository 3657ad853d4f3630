import { createClaimPolicy } from '@node-unit/policy-least-deployments';
import { faultsOf, findViolations } from '@node-unit/simulation';
import { expect, it } from 'vitest';

const SEEDS = 400;

// Runs under a mutation only, so its name is not that of a test.
it('holds every guarantee', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const failing = await findViolations(createClaimPolicy, faultsOf(seed));
    const { code, sentence } = failing?.violations[0] ?? {};
    expect(`seed ${seed}: ${failing ? `${code}: ${sentence}` : 'nothing'}`).toBe(`seed ${seed}: nothing`);
  }
});
