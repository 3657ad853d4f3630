import { isPublicKey } from '@node-unit/credentials';

import type { Principal } from './Principal.js';

/**
 * Returns the reason why a principal may not join under its ID, or `undefined`. Pure.
 *
 * @remarks
 * A terminal that has answered a challenge is not replaced by one that only presents a signature, which may have been
 * intercepted. An ID that is not a key belongs to the terminal that connected first, unless the same proof is presented
 * again, as after a broken connection.
 *
 * @param present - The terminal that is currently connected under this ID.
 * @param hasAnswered - Whether a challenge for this ID was answered since the start of the host.
 */
export function judgeJoin(
  newcomer: Principal,
  present: Principal | undefined,
  hasAnswered: boolean,
): string | undefined {
  const { terminalId, proof } = newcomer;
  if (isPublicKey(terminalId)) {
    if (proof.kind === 'challenge' || !hasAnswered) return undefined;
    return 'this id was shown by a challenge before: a signature in the URL does not count any more';
  }
  if (!present || isSamePlainProof(present.proof, proof)) return undefined;
  return 'this id is in use, and it is no public key that could show who owns it';
}

function isSamePlainProof(present: Principal['proof'], proof: Principal['proof']): boolean {
  if (present.kind !== 'plain' || proof.kind !== 'plain') return false;
  return proof.signature !== '' && proof.signature === present.signature;
}
