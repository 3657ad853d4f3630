import type { Terminal } from '@node-unit/protocol';

/** What a hostile program has: it is a process of a deployment, and joins its host as one. */
export interface Foothold {
  readonly terminal: Terminal;
  readonly hostUrl: string;
  /** What it was given in place of the host token. */
  readonly credential: string;
  readonly agentAddress: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One thing that must not be possible. */
export interface Attack {
  /** As in the table of the threat model. */
  readonly id: string;
  /** What is tried, in the words of who tries it. */
  readonly goal: string;
  /** Says what it got, or `undefined` if it got nothing. */
  readonly run: (foothold: Foothold) => Promise<string | undefined>;
}

/** How an attack went, as the program prints it. */
export interface AttackReport {
  readonly attack: string;
  readonly goal: string;
  /** What it got; `null` = nothing. */
  readonly got: string | null;
}
