import type { commonVariables } from './commonVariables.js';
import type { Logger } from './log/createLogger.js';
import type { Environment, EnvironmentConfig, EnvironmentVariable } from './Environment.js';

/**
 * The variables of a program: its own and the common ones.
 *
 * @public
 */
export type AppVariables = Record<string, EnvironmentVariable> & typeof commonVariables;

/**
 * The arguments of a program's main function.
 *
 * @public
 */
export interface AppContext<Variables extends AppVariables> {
  readonly config: EnvironmentConfig<Variables>;
  readonly logger: Logger;
  /** The version in the program's package.json. */
  readonly version: string;
  /** Aborted when the program receives SIGTERM or SIGINT. */
  readonly signal: AbortSignal;
}

/**
 * A program that is configured only by its environment.
 *
 * @public
 */
export interface AppDefinition<Variables extends AppVariables> {
  /** The name of the command and of the log. */
  readonly name: string;
  /** `import.meta.url` of a file in the folder below the one with the package.json. */
  readonly entryUrl: string;
  readonly environment: Environment<Variables>;
  /**
   * Runs until `signal` is aborted and everything has been stopped in order.
   *
   * @throws AppError with the exit code and a one-line message for the user
   */
  readonly main: (context: AppContext<Variables>) => Promise<void>;
}
