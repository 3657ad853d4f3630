/** `HOST_UNREACHABLE`: nobody answers there as a host. `NO_NODE_UNITS`: it lists none. */
export type WhyErrorCode = 'HOST_UNREACHABLE' | 'NO_NODE_UNITS';

/** Why nobody could be asked. */
export class WhyError extends Error {
  public override readonly name: string = 'WhyError';

  public constructor(
    public readonly code: WhyErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
