import type { Principal, Proof } from './Principal.js';

/**
 * How a newcomer gets its place among the connected terminals: at once, in place of the present connection, or only if
 * the present one does not answer.
 */
export type Place = 'free' | 'replace' | 'ask';

/**
 * Decides about a newcomer that has shown that its ID is its own. Pure.
 *
 * @remarks
 * Two members with one identity are two machines of one image, unless the present connection is the remainder of a
 * process that has ended, hangs or was cut off: only its answer tells. A process that reconnects need not wait for that,
 * because it shows the run that it had before. Whoever proves less than the newcomer, such as a signature that may have
 * been intercepted, cannot keep it out. Workloads and terminals without a challenge replace each other, as they rely on it.
 */
export function judgePlace(newcomer: Principal, present: Principal | undefined): Place {
  if (!present) return 'free';
  if (!isProvenMember(newcomer) || !isProvenMember(present)) return 'replace';
  const run = runOf(newcomer.proof);
  return run !== undefined && run === runOf(present.proof) ? 'replace' : 'ask';
}

function isProvenMember(principal: Principal): boolean {
  return principal.class === 'member' && principal.proof.kind === 'challenge';
}

function runOf(proof: Proof): string | undefined {
  return proof.kind === 'challenge' ? proof.run : undefined;
}
