import { isRecord } from '../wire/isRecord.js';
import { readTerminalInfo } from '../wire/readTerminalInfo.js';
import type { TerminalInfo } from '../wire/TerminalInfo.js';
import type { DirectoryState } from './DirectoryState.js';

/** The new state, and whether the list must be fetched because the event does not continue what is known. */
export interface HostEventOutcome {
  readonly state: DirectoryState;
  readonly refetch: boolean;
}

interface TerminalChange {
  readonly old: TerminalInfo | undefined;
  readonly new: TerminalInfo | undefined;
}

/**
 * Applies one value of the HostEvent channel: a JOIN, UPDATE or LEAVE that continues the sequence changes the list,
 * one that does not is ignored and makes the list be fetched. Events of other types have no part in the sequence.
 */
export function reduceHostEvent(state: DirectoryState, event: unknown): HostEventOutcome {
  if (!isRecord(event) || typeof event['seq_id'] !== 'number') return { state, refetch: false };
  if (event['type'] === 'INIT') return { state, refetch: false };
  const seqId = event['seq_id'];
  const seen = { ...state, latestSeqId: Math.max(state.latestSeqId, seqId) };
  if (state.acknowledgedSeqId === undefined) return { state: seen, refetch: false };
  if (seqId !== state.acknowledgedSeqId + 1) return { state: seen, refetch: true };
  if (event['type'] !== 'TERMINAL_CHANGE') return { state, refetch: false };
  const change = readChange(event['payload']);
  if (!change) return { state: seen, refetch: true };
  return {
    state: { ...seen, acknowledgedSeqId: seqId, terminals: applyChange(state.terminals, change) },
    refetch: false,
  };
}

function readChange(payload: unknown): TerminalChange | undefined {
  if (!isRecord(payload)) return undefined;
  const sides = { old: readSide(payload['old']), new: readSide(payload['new']) };
  if (sides.old === 'unreadable' || sides.new === 'unreadable') return undefined;
  const change = { old: sides.old, new: sides.new };
  const ids = new Set([change.old, change.new].filter((side) => side !== undefined).map((side) => side.terminal_id));
  return ids.size === 1 ? change : undefined;
}

function readSide(side: unknown): TerminalInfo | undefined | 'unreadable' {
  return side ? (readTerminalInfo(side) ?? 'unreadable') : undefined;
}

function applyChange(terminals: readonly TerminalInfo[], change: TerminalChange): readonly TerminalInfo[] {
  const id = (change.new ?? change.old)?.terminal_id;
  const others = terminals.filter((terminal) => terminal.terminal_id !== id);
  return change.new ? [...others, change.new] : others;
}
