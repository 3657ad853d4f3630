import type * as z from 'zod';

/** Which columns of a row are wrong, and why. Pure. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'row'}: ${message}`).join('; ');
}
