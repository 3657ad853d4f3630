import type { DeploymentStatus } from './DeploymentStatus.js';

const MOST_CHARACTERS = 4_000;

/**
 * The status with texts that every store can hold: of at most 4,000 characters, and without NUL. Pure.
 *
 * @public
 */
export function boundStatus<Status extends DeploymentStatus>(status: Status): Status {
  const { lastExit, reason, resolvedVersion, handOver } = status;
  return {
    ...status,
    lastExit: boundText(lastExit),
    reason: boundText(reason),
    resolvedVersion: boundText(resolvedVersion),
    handOver: boundText(handOver),
  };
}

function boundText(text: string): string {
  return text.replaceAll('\0', '').slice(0, MOST_CHARACTERS);
}
