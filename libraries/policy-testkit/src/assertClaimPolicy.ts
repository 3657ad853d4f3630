import type { CreateClaimPolicy } from '@node-unit/simulation';

import { checkClaimPolicy, type CheckOptions } from './checkClaimPolicy.js';
import type { Finding } from './Finding.js';

/**
 * A policy that does not keep its contract.
 *
 * @beta
 */
export class ClaimPolicyError extends Error {
  public override readonly name: string = 'ClaimPolicyError';
  public readonly code = 'CLAIM_POLICY_FAULTY';

  public constructor(public readonly findings: readonly Finding[]) {
    super(['The claim policy does not keep its contract:', ...findings.map(inWords)].join('\n'));
  }
}

/**
 * {@link checkClaimPolicy} for a test that fails by an error.
 *
 * @throws {@link ClaimPolicyError} with all findings, if there are any
 *
 * @beta
 */
export async function assertClaimPolicy(create: CreateClaimPolicy, options: CheckOptions = {}): Promise<void> {
  const findings = await checkClaimPolicy(create, options);
  if (findings.length > 0) throw new ClaimPolicyError(findings);
}

function inWords({ code, sentence }: Finding): string {
  return `- ${code}: ${sentence}`;
}
