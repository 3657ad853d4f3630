import { createPublicKey, verify } from 'node:crypto';

import { decodeBase58 } from '@node-unit/credentials';

/**
 * The same verdict as the protocol's own `verify`, from the platform's faster one: after a restart of the host all
 * terminals come at once, and everybody waits until the last signature is verified.
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
