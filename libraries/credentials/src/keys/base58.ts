import { base58 } from '@scure/base';

/** Decoding takes time that grows with the square of the length, so a longer text is refused unread. */
const MAX_TEXT_LENGTH = 128;

/** The text of these bytes; leading zero bytes become `1`. */
export function encodeBase58(bytes: Uint8Array): string {
  return base58.encode(bytes);
}

/**
 * The bytes of a key or a signature, or undefined where the text is not base58 or longer than any of them.
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
