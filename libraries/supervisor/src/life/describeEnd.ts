import type { ProcessExit } from '../group/ProcessGroup.js';

/** So many quick ends in a row are a crash loop. */
export const LOOPING_AFTER = 3;

/** How a process ended: `exit code 1`, `signal SIGKILL`. */
export function describeExit({ exitCode, signal }: ProcessExit): string {
  return signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
}

/**
 * Why a process is over, for a person.
 *
 * @param quickEnds - How many processes in a row ended before they had run for a while, this one included.
 */
export function describeEnd(exit: ProcessExit, quickEnds: number): string {
  const { exitCode, signal } = exit;
  if (signal !== null) return `the process was ended by ${signal}`;
  if (exitCode !== 0 || quickEnds < LOOPING_AFTER) return `the process ended with exit code ${exitCode}`;
  return (
    `the process keeps ending with exit code 0 at once (${quickEnds} times in a row). A deployment is a program that ` +
    'keeps running: if the package is a library, name one of its programs in "command"; if it has done its work, set ' +
    '"restart" to on_failure.'
  );
}
