import type { z } from 'zod';

/**
 * One environment variable of a program.
 *
 * @public
 */
export interface EnvironmentVariable<Schema extends z.ZodType = z.ZodType> {
  /** Reads the variable's text; `undefined` is given for a variable that is unset, empty or blank. */
  readonly schema: Schema;
  /** One sentence for the help text and the README: meaning and unit. */
  readonly description: string;
  /** How the default reads in the help text and the README; without one it stands as a dash. */
  readonly defaultText?: string;
  /** Never printed, and removed from `process.env` once it was read. */
  readonly secret?: true;
}

/**
 * All environment variables of a program.
 *
 * @public
 */
export interface Environment<Variables extends Record<string, EnvironmentVariable>> {
  readonly variables: Variables;
  /** An unknown name that begins with one of these and nearly spells a known one is taken for a misspelling. */
  readonly prefixes: readonly string[];
  /** Names with such a prefix that others set; they are no misspellings. */
  readonly foreignNames?: readonly string[];
}

/**
 * The checked values, by the names of their variables.
 *
 * @public
 */
export type EnvironmentConfig<Variables extends Record<string, EnvironmentVariable>> = {
  readonly [Name in keyof Variables]: z.output<Variables[Name]['schema']>;
};
