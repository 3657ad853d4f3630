/**
 * `STALE_EPOCH`: a process with a higher claim epoch has written before, so this one is no longer the owner.
 * `NO_EPOCH`: the environment names no deployment or claim epoch. `NOT_IN_TRANSACTION`: the guard was called outside a
 * transaction, or on a pool, where it would protect nothing.
 *
 * @public
 */
export type FencingErrorCode = 'STALE_EPOCH' | 'NO_EPOCH' | 'NOT_IN_TRANSACTION';

/**
 * A write that must not happen.
 *
 * @public
 */
export class FencingError extends Error {
  public override readonly name: string = 'FencingError';

  public constructor(
    public readonly code: FencingErrorCode,
    message: string,
  ) {
    super(message);
  }
}
