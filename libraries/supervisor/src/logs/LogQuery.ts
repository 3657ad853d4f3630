import type { LogStream } from './LogPiece.js';

/**
 * Which lines of a deployment's output are read.
 *
 * @beta
 */
export interface LogQuery {
  /** Default `all`: all that is kept. `current` is the latest run, `previous` the one before it. */
  readonly run?: 'all' | 'current' | 'previous';
  /** Only what came at or after that time, in ms since the epoch. */
  readonly sinceMs?: number;
  /** Only so many lines, the last ones. */
  readonly lines?: number;
  /** Default: both. */
  readonly stream?: 'stdout' | 'stderr';
  /** Whether to go on with what comes, also of later runs. */
  readonly follow?: boolean;
}

/**
 * A line of output.
 *
 * @beta
 */
export interface LogLine {
  readonly runId: string;
  /** When it came, in ms since the epoch. */
  readonly timeMs: number;
  /** `note`: a remark of the node-unit, for example about output that was dropped. */
  readonly stream: LogStream;
  /** Without the end of the line. */
  readonly text: string;
}
