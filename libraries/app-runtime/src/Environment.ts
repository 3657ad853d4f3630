import type * as z from 'zod';

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
  /** How the default is displayed in the help text and the README; if absent, a dash. */
  readonly defaultText?: string;
  /** Never printed; removed from `process.env` after it has been read. */
  readonly secret?: true;
}

/**
 * All environment variables of a program.
 *
 * @public
 */
export interface Environment<Variables extends Record<string, EnvironmentVariable>> {
  readonly variables: Variables;
  /** An unknown name that has one of these prefixes and resembles a known name is reported as a misspelling. */
  readonly prefixes: readonly string[];
  /** Names with such a prefix that are set by other programs and are not misspellings. */
  readonly foreignNames?: readonly string[];
}

/**
 * The parsed values, by variable name.
 *
 * @public
 */
export type EnvironmentConfig<Variables extends Record<string, EnvironmentVariable>> = {
  readonly [Name in keyof Variables]: z.output<Variables[Name]['schema']>;
};
