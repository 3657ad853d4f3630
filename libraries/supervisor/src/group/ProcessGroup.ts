import type { Readable, Writable } from 'node:stream';

import type { ProcessUser } from '../users/ProcessUser.js';

/**
 * Where one of the standard streams goes: nowhere, to the parent, to the parent's own stream, or to an open file.
 *
 * @beta
 */
export type ProcessStream = 'ignore' | 'pipe' | 'inherit' | number;

/**
 * What {@link spawnProcessGroup} starts.
 *
 * @beta
 */
export interface ProcessGroupOptions {
  /** A path, or a name that is searched in the PATH of `env`. */
  readonly command: string;
  readonly args?: readonly string[];
  /** An existing folder. */
  readonly cwd: string;
  /** The whole environment: nothing is inherited. `NODE_UNIT_RUN_ID` is added. */
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  /** A UUID that no other run has. Default: a fresh one. */
  readonly runId?: string | undefined;
  /**
   * Whom the command runs as: without supplementary groups, capabilities and, other than with `uid` and `gid`, new
   * privileges. Needs `setpriv`.
   */
  readonly user?: ProcessUser | undefined;
  /** Standard input, output and error. Default: all ignored. */
  readonly stdio?: readonly [stdin: ProcessStream, stdout: ProcessStream, stderr: ProcessStream];
}

/**
 * How the main process ended: with a code, or by a signal.
 *
 * @beta
 */
export interface ProcessExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * A main process and everything that it starts.
 *
 * @beta
 */
export interface ProcessGroup {
  /** Of the main process, and the number of the group. */
  readonly pid: number;
  /** A fresh UUID, in the environment of all processes of the group as `NODE_UNIT_RUN_ID`. */
  readonly runId: string;
  /** Null unless it was asked for as a pipe, like the other two. */
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Resolves when the main process has ended; never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Resolves when no process of the run is left, including those that left the group; never rejects. */
  readonly gone: Promise<void>;
  /**
   * SIGTERM to the group (stopped processes are continued to hear it), and SIGKILL if the main process has not ended
   * within `graceMs`. What the main process leaves behind is killed. Resolves with `gone`; may be called again.
   */
  stop(graceMs: number): Promise<void>;
  /** SIGKILL to everything now. Resolves with `gone`; may be called again, also during `stop`. */
  kill(): Promise<void>;
}
