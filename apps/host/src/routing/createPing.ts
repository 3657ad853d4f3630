import { randomUUID } from 'node:crypto';

import { HOST_ID, type Message } from '@node-unit/protocol';

/** A request that every terminal answers. */
export function createPing(terminalId: string): Message {
  return {
    method: 'Ping',
    target_terminal_id: terminalId,
    req: {},
    seq_id: 0,
    trace_id: randomUUID(),
    source_terminal_id: HOST_ID,
  };
}
