import type { Deployment } from '@node-unit/deployment';

/** What was looked at of a deployment, in the order of the first looks. */
export type Reads = ReadonlyMap<keyof Deployment, unknown>;

/** An object that looks like the deployment and notes what is read of it. */
export function recordReads(deployment: Deployment): { readonly observed: Deployment; readonly reads: Reads } {
  const reads = new Map<keyof Deployment, unknown>();
  const observed = {};
  for (const field of Object.keys(deployment) as (keyof Deployment)[]) {
    const get = (): unknown => {
      const value = deployment[field];
      reads.set(field, value);
      return value;
    };
    Object.defineProperty(observed, field, { enumerable: true, get });
  }
  return { observed: observed as Deployment, reads };
}
