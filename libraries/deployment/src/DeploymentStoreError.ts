/**
 * `STORE_UNAVAILABLE`: there was no answer, so the result of the write is unknown; safe to repeat.
 * `FORBIDDEN`: the store refuses this caller.
 * `REFUSED`: what was asked for makes no sense, such as a name that does not exist; the message says why.
 *
 * @public
 */
export type DeploymentStoreErrorCode = 'STORE_UNAVAILABLE' | 'FORBIDDEN' | 'REFUSED';

/**
 * A failed call to a {@link DeploymentStore}.
 *
 * @public
 */
export class DeploymentStoreError extends Error {
  public override readonly name: string = 'DeploymentStoreError';

  public constructor(
    public readonly code: DeploymentStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
