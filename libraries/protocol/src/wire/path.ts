/**
 * Joins parts to a path with `/`; a `/` inside a part becomes `\/`. Backslashes are not escaped, so a part that ends
 * in one does not survive {@link decodePath}.
 *
 * @public
 */
export function encodePath(...parts: string[]): string {
  return parts.map((part) => String(part).replaceAll('/', '\\/')).join('/');
}

/**
 * The parts that {@link encodePath} joined.
 *
 * @public
 */
export function decodePath(path: string): string[] {
  return path.split(/(?<!\\)\//).map((part) => part.replaceAll('\\/', '/'));
}
