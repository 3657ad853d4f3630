import type { commonVariables } from './commonVariables.js';
import type { Logger } from './createLogger.js';
import type { Environment, EnvironmentConfig, EnvironmentVariable } from './Environment.js';

/**
 * The variables of a program: its own and the common ones.
 *
 * @public
 */
export type AppVariables = Record<string, EnvironmentVariable> & typeof commonVariables;

/**
 * What a program's main function is given.
 *
 * @public
 */
export interface AppContext<Variables extends AppVariables> {
  readonly config: EnvironmentConfig<Variables>;
  readonly logger: Logger;
  /** The version in the program's package.json. */
  readonly version: string;
  /** Aborted when the program is told to stop (SIGTERM, SIGINT). */
  readonly signal: AbortSignal;
}

/**
 * A program that is configured by its environment alone.
 *
 * @public
 */
export interface AppDefinition<Variables extends AppVariables> {
  /** The name of its command and of its log. */
  readonly name: string;
  /** `import.meta.url` of a file in the folder below the one with the package.json. */
  readonly entryUrl: string;
  readonly environment: Environment<Variables>;
  /**
   * Runs until `signal` is aborted and everything is stopped in order.
   *
   * @throws AppError with the exit code and one line for the person who started it
   */
  readonly main: (context: AppContext<Variables>) => Promise<void>;
}
