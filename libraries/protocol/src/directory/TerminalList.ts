import { HOST_ID } from '../wire/hostServices.js';
import { isRecord } from '../wire/isRecord.js';
import type { Response } from '../wire/Message.js';
import { readTerminalInfo } from '../wire/readTerminalInfo.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';
import type { DirectoryState } from './DirectoryState.js';

/**
 * The answer to GetTerminalInfos.
 *
 * @public
 */
export interface TerminalList {
  readonly terminals: readonly TerminalInfo[];
  /** Of the latest event that the list contains. */
  readonly seqId: number;
  readonly uptimeMs: number | undefined;
}

/**
 * The list in a response, or undefined where it is not (yet) one: a host that is starting up is not in its own list.
 *
 * @public
 */
export function readTerminalList(response: Response): TerminalList | undefined {
  const { data } = response;
  if (!isRecord(data) || !Array.isArray(data['terminals']) || typeof data['seq_id'] !== 'number') return undefined;
  const byId = new Map<string, TerminalInfo>();
  for (const terminal of data['terminals'].map(readTerminalInfo)) {
    if (terminal) byId.set(terminal.terminal_id, terminal);
  }
  if (!byId.has(HOST_ID)) return undefined;
  const uptimeMs = typeof data['uptime_ms'] === 'number' ? data['uptime_ms'] : undefined;
  return { terminals: [...byId.values()], seqId: data['seq_id'], uptimeMs };
}

/** The state after a list, or undefined where the list is older than an event that was already seen. */
export function reduceTerminalList(state: DirectoryState, list: TerminalList): DirectoryState | undefined {
  if (list.seqId < state.latestSeqId) return undefined;
  return { ...state, terminals: list.terminals, acknowledgedSeqId: list.seqId };
}
