/**
 * What an error says. Anything may be thrown, so anything is taken.
 *
 * @public
 */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
