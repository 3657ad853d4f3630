/**
 * The parts that {@link encodePath} joined.
 *
 * @public
 */
export function decodePath(path: string): string[] {
  return path.split(/(?<!\\)\//).map((part) => part.replaceAll('\\/', '/'));
}
