import type { Message } from './Message.js';

/**
 * The text of a WebSocket frame: a header line with the two ids, then the message in the order of its own keys.
 *
 * @throws TypeError when the message holds something that JSON cannot carry
 *
 * @public
 */
export function encodeFrame(message: Message): string {
  const { target_terminal_id, source_terminal_id } = message;
  return `${JSON.stringify({ target_terminal_id, source_terminal_id })}\n${JSON.stringify(message)}`;
}
