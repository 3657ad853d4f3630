/**
 * An Ed25519 key pair, both halves in base58 (Bitcoin alphabet). The private key is the 32-byte seed followed by the
 * 32-byte public key.
 *
 * @public
 */
export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}
