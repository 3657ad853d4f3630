import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import semver from 'semver';

/** Describes why the policy's range of scheduler versions does not match, or returns `undefined`. */
export function peerFault(range: string | undefined, version: string): string | undefined {
  // In the workspace that it is made in, a policy fits.
  if (range === undefined || range.startsWith('workspace:')) return undefined;
  if (semver.validRange(range) === null)
    return `it needs @node-unit/scheduler ${JSON.stringify(range)}, which is no range`;
  if (semver.satisfies(version, range, { includePrerelease: true })) return undefined;
  return `it is made for @node-unit/scheduler ${range}, this node-unit has ${version}`;
}

/** The version of the scheduler that this node-unit runs. */
export function schedulerVersion(): string {
  const file = fileURLToPath(import.meta.resolve('@node-unit/scheduler/package.json'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
