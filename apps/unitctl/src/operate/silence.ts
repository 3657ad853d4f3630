import type { Operator } from '@node-unit/operator';

import { note } from './output.js';

/** Names the node-units that do not answer; without a host, nobody can be asked. */
export async function noteSilence(operator: Operator): Promise<void> {
  if (operator.terminalId === undefined) return;
  for (const { name, reason } of await operator.silent()) {
    note(`unitctl: ${name} does not answer (${reason}): what is shown of it may be out of date`);
  }
}
