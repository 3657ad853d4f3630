import { constants } from 'node:os';

import type { CommanderError } from 'commander';

/**
 * The exit codes of all programs and tools.
 *
 * @public
 */
export const EXIT: {
  readonly ok: 0;
  /** Failure. */
  readonly failed: 1;
  /** Wrong usage or configuration. */
  readonly usage: 2;
  /** The host or the database cannot be reached. */
  readonly unreachable: 3;
  /** Interrupted; the code that shells use for SIGINT. */
  readonly interrupted: number;
} = { ok: 0, failed: 1, usage: 2, unreachable: 3, interrupted: 128 + constants.signals.SIGINT };

/**
 * A callback for `exitOverride` of commander: exits with `EXIT.ok` after the help or the version, and with `EXIT.usage`
 * after a usage error.
 *
 * @public
 */
export function exitAfterParsing({ exitCode }: Pick<CommanderError, 'exitCode'>): never {
  process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage);
}
