import { z } from 'zod';

/**
 * What a deployment asks of one tag of a node: this value, one of these values, or that the tag is there at all (or not).
 *
 * @public
 */
export type TagConstraint = string | readonly string[] | { readonly exists: boolean };

/**
 * What a deployment asks of the node that runs it, by the name of the tag. All of it must hold; `{}` = nothing.
 *
 * @public
 */
export type Constraints = Readonly<Record<string, TagConstraint>>;

const TAG_NAME = /^[A-Za-z0-9][A-Za-z0-9_./-]*$/;

/**
 * Whether a tag of a node may have this name: a letter or a digit, then letters, digits and `_ . / -`.
 *
 * @public
 */
export function isNodeTagName(name: string): boolean {
  return TAG_NAME.test(name);
}

const tagConstraint = z.union([z.string(), z.array(z.string()).min(1), z.strictObject({ exists: z.boolean() })], {
  error: 'expected "value", ["one", "or another"] or {"exists": true}',
});

/** The same rules are in the database, for every write: `migrations/0005_constraints.sql`. */
export const constraintsSchema = z.record(
  z.string().refine(isNodeTagName, 'expected the name of a tag: letters, digits and _ . / -'),
  tagConstraint,
);
