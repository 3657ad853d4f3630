/**
 * The reason why a text is not a private key.
 *
 * @public
 */
export type KeyErrorCode =
  'INVALID_BASE58' | 'INVALID_PRIVATE_KEY_LENGTH' | 'INVALID_PUBLIC_KEY' | 'PUBLIC_KEY_MISMATCH';

/**
 * The given text is not a valid key. The message never contains the text.
 *
 * @public
 */
export class KeyError extends Error {
  public override readonly name: string = 'KeyError';

  public constructor(
    public readonly code: KeyErrorCode,
    message: string,
  ) {
    super(message);
  }
}
