import type { WorkloadClaims } from '@node-unit/credentials';
import type { StatedPrincipal } from '@node-unit/protocol';

/**
 * Who is connected, as what, and how that was shown. A member knows the host token; a workload has a credential that a
 * node-unit has signed.
 */
export type Principal = {
  readonly terminalId: string;
  readonly proof: Proof;
} & ({ readonly class: 'member' } | { readonly class: 'workload'; readonly claims: WorkloadClaims });

/**
 * How an id was shown to be one's own: by the answer to a challenge of this very connection, or by the signature in the URL,
 * which can be used again.
 */
export type Proof = { readonly kind: 'challenge' } | { readonly kind: 'plain'; readonly signature: string };

/** What the others are told of a principal. */
export function statedOf(principal: Principal): StatedPrincipal {
  if (principal.class === 'member') return { class: 'member' };
  const { deploymentId, nodeUnit } = principal.claims;
  return { class: 'workload', deployment_id: deploymentId, node_unit: nodeUnit };
}
