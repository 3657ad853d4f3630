/** What would make npm or its scripts run other code; npm gets these from nobody. */
const LOADERS = /^(NODE_OPTIONS|NODE_PATH|LD_.*|DYLD_.*|BASH_ENV|ENV|PATH|HOME)$/;

/**
 * The names of the variables that an `.npmrc` refers to, as `${NAME}` or `${NAME?}`; only npm gets them.
 *
 * @param text - The content of the file.
 */
export function npmrcVariables(text: string): readonly string[] {
  const names = [...text.matchAll(/\$\{([^${}?]+)\??\}/g)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !LOADERS.test(name));
}
