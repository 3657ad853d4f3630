import { createPublicKey, verify } from 'node:crypto';

import { decodeBase58 } from '@node-unit/credentials';

/**
 * The same result as `verify` of the protocol, with the faster implementation of the platform: after a host restart,
 * all terminals connect at the same time and wait until all signatures are verified.
 */
export function verifySignature(message: string, signature: string, publicKey: string): boolean {
  const signatureBytes = decodeBase58(signature);
  const publicKeyBytes = decodeBase58(publicKey);
  if (signatureBytes?.length !== 64 || publicKeyBytes?.length !== 32) return false;
  try {
    const x = Buffer.from(publicKeyBytes).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(message), key, signatureBytes);
  } catch {
    return false;
  }
}
