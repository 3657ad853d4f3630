import type { Constraints, TagConstraint } from '@node-unit/deployment';

/**
 * Describes the constraints that a node with these tags does not meet; empty if it meets all.
 *
 * @public
 */
export function unmetConstraints(
  constraints: Constraints,
  nodeTags: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(constraints).flatMap(([name, constraint]) => {
    const value = Object.hasOwn(nodeTags, name) ? nodeTags[name] : undefined;
    return isMet(constraint, value) ? [] : [`${inWords(name, constraint)}, found ${value ?? 'no such tag'}`];
  });
}

/**
 * Describes all constraints.
 *
 * @public
 */
export function describeConstraints(constraints: Constraints): string {
  return Object.entries(constraints)
    .map(([name, constraint]) => inWords(name, constraint))
    .join(' and ');
}

function isMet(constraint: TagConstraint, value: string | undefined): boolean {
  if (typeof constraint === 'string') return value === constraint;
  if ('exists' in constraint) return constraint.exists === (value !== undefined);
  return value !== undefined && constraint.includes(value);
}

function inWords(name: string, constraint: TagConstraint): string {
  if (typeof constraint === 'string') return `${name}=${constraint}`;
  if ('exists' in constraint) return constraint.exists ? `a tag ${name}` : `no tag ${name}`;
  return `${name}=${constraint.join('|')}`;
}
