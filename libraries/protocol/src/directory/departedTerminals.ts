import type { TerminalInfo } from '../wire/TerminalInfo.js';

/** The ids that are gone from the list, or whose process is another one now. */
export function departedTerminals(
  before: readonly TerminalInfo[],
  after: readonly TerminalInfo[],
): ReadonlySet<string> {
  const remaining = new Map(after.map((terminal) => [terminal.terminal_id, terminal]));
  const isGone = (terminal: TerminalInfo): boolean => {
    const now = remaining.get(terminal.terminal_id);
    if (now?.created_at === undefined || terminal.created_at === undefined) return now === undefined;
    return now.created_at !== terminal.created_at;
  };
  return new Set(before.filter(isGone).map((terminal) => terminal.terminal_id));
}
