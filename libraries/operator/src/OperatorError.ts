/**
 * `NOT_REACHABLE`: host, storage or database. `NOT_FOUND`, `AMBIGUOUS`: a name. `REFUSED`: the request makes no sense.
 * `FORBIDDEN`: it needs an operator's key. `FAILED`: it was done, and did not lead to what was wanted.
 *
 * @public
 */
export type OperatorErrorCode = 'NOT_REACHABLE' | 'NOT_FOUND' | 'AMBIGUOUS' | 'REFUSED' | 'FORBIDDEN' | 'FAILED';

/**
 * Why an operator could not see or do something; the message says what to do.
 *
 * @public
 */
export class OperatorError extends Error {
  public override readonly name: string = 'OperatorError';

  public constructor(
    public readonly code: OperatorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
