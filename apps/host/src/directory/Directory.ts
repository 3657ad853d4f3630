import type { TerminalInfo } from '@node-unit/protocol';

/** The announced terminals, after `seqId` changes. */
export interface Directory {
  readonly seqId: number;
  readonly terminals: ReadonlyMap<string, TerminalInfo>;
}

/** A value of the HostEvent channel: `new` only = JOIN, both = UPDATE, `old` only = LEAVE. */
export interface HostEvent {
  readonly seq_id: number;
  readonly type: 'TERMINAL_CHANGE';
  readonly payload: { readonly new?: TerminalInfo; readonly old?: TerminalInfo };
}

/** The directory after a change, and the event that describes the change. */
export interface DirectoryChange {
  readonly directory: Directory;
  readonly event: HostEvent;
}

/** The directory of a host that has just started: only the host itself. */
export function createDirectory(host: TerminalInfo): Directory {
  return { seqId: 0, terminals: new Map([[host.terminal_id, host]]) };
}

/** Adds or updates a terminal. `old` is set exactly if it had been announced before. */
export function announce(directory: Directory, info: TerminalInfo): DirectoryChange {
  const old = directory.terminals.get(info.terminal_id);
  const terminals = new Map(directory.terminals);
  // The end of the list is where a terminal puts it, too, when it applies the event.
  terminals.delete(info.terminal_id);
  terminals.set(info.terminal_id, info);
  return changed(directory, terminals, { new: info, ...(old && { old }) });
}

/** Removes a terminal; undefined if it was never announced. */
export function leave(directory: Directory, terminalId: string): DirectoryChange | undefined {
  const old = directory.terminals.get(terminalId);
  if (!old) return undefined;
  const terminals = new Map(directory.terminals);
  terminals.delete(terminalId);
  return changed(directory, terminals, { old });
}

function changed(
  before: Directory,
  terminals: ReadonlyMap<string, TerminalInfo>,
  payload: HostEvent['payload'],
): DirectoryChange {
  const seqId = before.seqId + 1;
  return { directory: { seqId, terminals }, event: { seq_id: seqId, type: 'TERMINAL_CHANGE', payload } };
}
