import { readTerminalInfo, type Response, type TerminalInfo } from '@node-unit/protocol';

const MAX_DEPTH = 64;
const MAX_LENGTH = 1024 * 1024;

/** The terminalInfo to pass on to everybody, or the refusal. */
export type Announcement =
  { readonly kind: 'accepted'; readonly info: TerminalInfo } | { readonly kind: 'refused'; readonly res: Response };

const refused = (code: number, message: string): Announcement => ({ kind: 'refused', res: { code, message } });

/**
 * Reads what a terminal says about itself. It may speak for itself only, and what it says goes to all others with
 * every change: it must be readable and of a size that they can bear.
 */
export function readAnnouncement(req: unknown, connectionId: string): Announcement {
  if (!isShallow(req, MAX_DEPTH)) return refused(400, `Bad Request: nested deeper than ${MAX_DEPTH} levels`);
  const info = readTerminalInfo(req);
  if (!info) return refused(400, 'Bad Request: expected a terminalInfo with a terminal_id');
  if (info.terminal_id !== connectionId) {
    return refused(403, `Forbidden: ${connectionId} may announce itself only, not ${info.terminal_id}`);
  }
  const { length } = JSON.stringify(info);
  if (length > MAX_LENGTH) return refused(400, `Bad Request: ${length} characters, at most ${MAX_LENGTH} are allowed`);
  return { kind: 'accepted', info };
}

function isShallow(value: unknown, depthLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depthLeft > 0 && Object.values(value).every((part) => isShallow(part, depthLeft - 1));
}
