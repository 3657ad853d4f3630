/**
 * A key that another terminal and this one have agreed on.
 *
 * @public
 */
export interface SharedKey {
  /** By which the other terminal has shown who it is. */
  readonly publicKey: string;
  /** Base58, 32 bytes. */
  readonly key: string;
}
