/** A place where one of the guards is, and what takes it away. */
export interface Mutation {
  /** The guard that is taken away, by the name that it has in the documents. */
  readonly guard: string;
  /** What happens without it, for a person. Unique. */
  readonly without: string;
  /** The compiled file, from the root of the repository. */
  readonly file: string;
  /** A text that the file contains exactly once. */
  readonly find: string;
  readonly replacement: string;
  /** Who has to notice, the fastest first; the first that does ends the search. */
  readonly noticedBy: readonly Check[];
}

/** Tests of a project. */
export interface Check {
  readonly project: string;
  /** From the folder of the project. */
  readonly file: string;
  /** A part of the names of the tests that are run. Default: all of the file. */
  readonly named?: string;
}

/** Who has noticed. */
export interface Notice {
  readonly check: Check;
  /** The name of the test that failed. */
  readonly test: string;
  /** The beginning of what it says. */
  readonly message: string;
}
