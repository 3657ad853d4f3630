/**
 * `STORE_UNAVAILABLE`: nobody answered, so nothing is known about the write; safe to repeat.
 * `FORBIDDEN`: the store refuses this caller.
 *
 * @public
 */
export type DeploymentStoreErrorCode = 'STORE_UNAVAILABLE' | 'FORBIDDEN';

/**
 * A call to a {@link DeploymentStore} that had no result.
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
