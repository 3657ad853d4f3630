/**
 * Why a text is not the key that it should be.
 *
 * @public
 */
export type KeyErrorCode =
  'INVALID_BASE58' | 'INVALID_PRIVATE_KEY_LENGTH' | 'INVALID_PUBLIC_KEY' | 'PUBLIC_KEY_MISMATCH';

/**
 * The key that was given is none. The message never contains the key.
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
