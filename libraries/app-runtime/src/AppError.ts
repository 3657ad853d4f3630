/**
 * An error whose message is meant for the user of the program. It is printed as one line, without a stack trace.
 *
 * @public
 */
export class AppError extends Error {
  public override readonly name: string = 'AppError';

  public constructor(
    /** 1 = failure, 2 = wrong usage or configuration, 3 = the cluster is not reachable. */
    public readonly exitCode: 1 | 2 | 3,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
