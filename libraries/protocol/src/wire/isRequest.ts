import type { Message } from './Message.js';

/** Whether the message begins a session. */
export function isRequest(message: Message): boolean {
  return message.method !== '' && Boolean(message.req) && message.frame === undefined && message.res === undefined;
}
