import { bytesToHex, randomBytes } from '@noble/hashes/utils';

/** A version 4 UUID. `crypto.randomUUID` is missing on web pages that were not loaded over TLS. */
export function randomUuid(): string {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
