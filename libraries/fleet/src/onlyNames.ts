import type { NodeUnit } from './NodeUnit.js';

/** So many are read at most: a tag is part of every list of terminals. */
const MOST_NAMES = 100;

/** The tag of a node-unit that accepts some deployments only. */
export function formatOnlyNames(names: readonly string[]): string {
  return names.join(',');
}

/** `undefined` if there is no such tag: any deployment may run there. */
export function parseOnlyNames(tag: string | undefined): readonly string[] | undefined {
  if (tag === undefined) return undefined;
  return tag
    .split(',', MOST_NAMES)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/**
 * Whether a node-unit accepts deployments of a name: one that is dedicated to some (`NODE_UNIT_ONLY_NAMES`) accepts no
 * others.
 *
 * @public
 */
export function acceptsName({ onlyNames }: Pick<NodeUnit, 'onlyNames'>, name: string): boolean {
  return onlyNames === undefined || onlyNames.includes(name);
}
