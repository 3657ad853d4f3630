import { isPublicKey } from '@node-unit/credentials';

import type { Principal } from './Principal.js';

/**
 * Why a principal may not take the place of its id, or `undefined`. Pure.
 *
 * @remarks
 * Who has shown a key by a challenge is not replaced by a signature that may have been overheard. An id that is no key
 * belongs to who connected first, unless the same proof comes again, as it does after a broken connection.
 *
 * @param present - Who is connected under this id now.
 * @param hasAnswered - Whether the id was shown by a challenge since this host started.
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
