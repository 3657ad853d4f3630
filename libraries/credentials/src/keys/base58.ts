import { base58 } from '@scure/base';

/** The decoding time grows with the square of the length, so longer texts are rejected without decoding. */
const MAX_TEXT_LENGTH = 128;

/** Encodes bytes; leading zero bytes become `1`. */
export function encodeBase58(bytes: Uint8Array): string {
  return base58.encode(bytes);
}

/**
 * Decodes a key or a signature; `undefined` if the text is not base58 or longer than any of them.
 *
 * @public
 */
export function decodeBase58(text: string): Uint8Array | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  try {
    return base58.decode(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether the text has the form of a public key: 32 bytes in base58.
 *
 * @public
 */
export function isPublicKey(text: string): boolean {
  return decodeBase58(text)?.length === 32;
}
