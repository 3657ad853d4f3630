import type { Command } from 'commander';

/** One verb of the command line, in the list that `unitctl --help` shows. */
export interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the verb; whatever only it needs is not loaded for others. */
  readonly load: () => Promise<Verb>;
  /** Not shown in the help. */
  readonly hidden?: true;
}

/**
 * What a verb adds to its command: arguments, options, examples, and the action.
 *
 * An action that fails throws an `AppError`; one that has found something (`EXIT.failed` without a message) sets
 * `process.exitCode`. What is heavy is imported by the action.
 */
export interface Verb {
  readonly configure: (command: Command) => void;
}

/** Verbs that belong together. */
export interface VerbGroup {
  readonly heading: string;
  readonly verbs: readonly VerbEntry[];
}
