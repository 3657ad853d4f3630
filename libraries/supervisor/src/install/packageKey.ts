/** What a package contains: a version of a registry, or the hash of a file or folder. */
export type PackageContent =
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'hash'; readonly name: string; readonly hash: string };

/**
 * The name of the folder that a package is installed into: the same content on the same runtime gives the same name.
 * Compiled add-ons depend on the runtime, so it is part of the name, like `linux-x64-115`.
 */
export function packageKey(content: PackageContent, runtime: string): string {
  const name = content.name.replace('/', '+');
  return `${name}@${content.kind === 'version' ? content.version : `file-${content.hash.slice(0, 32)}`}_${runtime}`;
}
