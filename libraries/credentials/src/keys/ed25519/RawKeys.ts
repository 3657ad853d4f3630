/** The 32 bytes that a private key is made of, and the 32 bytes of its public key. */
export interface RawKeys {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}
