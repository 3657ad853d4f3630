/**
 * The message of an error. Accepts any value, because any value can be thrown.
 *
 * @public
 */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
