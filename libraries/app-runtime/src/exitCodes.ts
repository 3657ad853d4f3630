import { constants } from 'node:os';

import type { CommanderError } from 'commander';

/**
 * What every program and tool exits with.
 *
 * @public
 */
export const EXIT: {
  readonly ok: 0;
  /** It went wrong. */
  readonly failed: 1;
  /** It was started wrongly. */
  readonly usage: 2;
  /** It was interrupted, as shells have it. */
  readonly interrupted: number;
} = { ok: 0, failed: 1, usage: 2, interrupted: 128 + constants.signals.SIGINT };

/**
 * For `exitOverride` of commander: ends the process with `EXIT.ok` after the help or the version, with `EXIT.usage`
 * after a mistake.
 *
 * @public
 */
export function exitAfterParsing({ exitCode }: Pick<CommanderError, 'exitCode'>): never {
  process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage);
}
