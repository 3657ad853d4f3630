import type { TerminalInfo } from '../wire/TerminalInfo.js';

/** The known state of the host's directory. */
export interface DirectoryState {
  readonly terminals: readonly TerminalInfo[];
  /** The `seq_id` that `terminals` stands for; undefined before the first list of a connection. */
  readonly acknowledgedSeqId: number | undefined;
  /** The highest `seq_id` of an event of this connection. */
  readonly latestSeqId: number;
}

/** The state at the start of a connection: the terminals of the previous one, not yet confirmed. */
export function beginDirectory(terminals: readonly TerminalInfo[]): DirectoryState {
  return { terminals, acknowledgedSeqId: undefined, latestSeqId: -1 };
}
