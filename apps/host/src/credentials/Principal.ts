import type { WorkloadClaims } from '@node-unit/credentials';
import type { StatedPrincipal } from '@node-unit/protocol';

/**
 * An authenticated client: its identity, its class, and the proof. A member knows the host token; a workload has a
 * credential that a node-unit has signed.
 */
export type Principal = {
  readonly terminalId: string;
  readonly proof: Proof;
} & ({ readonly class: 'member' } | { readonly class: 'workload'; readonly claims: WorkloadClaims });

/**
 * How the ownership of an ID was proved: by the answer to a challenge of this connection, or by the signature in the
 * URL, which can be replayed. `run` tells the connections of one terminal apart from those of another process with the
 * same key; older terminals do not state it.
 */
export type Proof =
  { readonly kind: 'challenge'; readonly run?: string } | { readonly kind: 'plain'; readonly signature: string };

/** The part of a principal that is published to other terminals. */
export function statedOf(principal: Principal): StatedPrincipal {
  if (principal.class === 'member') return { class: 'member' };
  const { deploymentId, nodeUnit } = principal.claims;
  return { class: 'workload', deployment_id: deploymentId, node_unit: nodeUnit };
}
