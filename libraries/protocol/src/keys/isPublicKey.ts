import { decodeBase58 } from './base58.js';

/**
 * Whether the text has the form of a public key: 32 bytes in base58.
 *
 * @public
 */
export function isPublicKey(text: string): boolean {
  return decodeBase58(text)?.length === 32;
}
