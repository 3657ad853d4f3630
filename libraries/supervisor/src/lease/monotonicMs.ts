/**
 * The monotonic clock of the machine, which all its processes share, in milliseconds.
 *
 * @beta
 */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
