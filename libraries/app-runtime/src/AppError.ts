/**
 * An error whose message is meant for the person who runs the program: it is printed as one line, without a stack.
 *
 * @public
 */
export class AppError extends Error {
  public override readonly name: string = 'AppError';

  public constructor(
    /** 1 = it went wrong, 2 = it was started wrongly. */
    public readonly exitCode: 1 | 2,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
