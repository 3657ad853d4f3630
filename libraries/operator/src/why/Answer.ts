import type { ExplanationRecord } from '@node-unit/scheduler';

/**
 * What one node-unit says of a deployment, or why it says nothing.
 *
 * @public
 */
export type Answer = { readonly nodeUnit: string; readonly address: string } & (
  | { readonly kind: 'explained'; readonly record: ExplanationRecord }
  /** It knows no such deployment, or more than one. */
  | { readonly kind: 'not_found'; readonly message: string }
  | { readonly kind: 'no_answer'; readonly message: string }
);
