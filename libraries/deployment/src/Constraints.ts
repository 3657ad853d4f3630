import * as z from 'zod';

/**
 * A requirement on one node tag: a value, one of several values, or the presence or absence of the tag.
 *
 * @public
 */
export type TagConstraint = string | readonly string[] | { readonly exists: boolean };

/**
 * Requirements of a deployment on its node, by tag name. All must be satisfied; `{}` = none.
 *
 * @public
 */
export type Constraints = Readonly<Record<string, TagConstraint>>;

const TAG_NAME = /^[A-Za-z0-9][A-Za-z0-9_./-]*$/;

/**
 * Whether the text is a valid tag name: a letter or a digit, then letters, digits and `_ . / -`.
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
