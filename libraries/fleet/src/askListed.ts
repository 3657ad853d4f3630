import { HOST_ID, HOST_SERVICES, readTerminalList, type Terminal } from '@node-unit/protocol';

import { nodeUnitsOf } from './nodeUnitsOf.js';

const TIMEOUT_MS = 5_000;

/**
 * Which of these addresses are node-units that the host lists when it answers, whatever was heard of its events.
 *
 * @throws if it does not answer in time, or not with a list
 *
 * @public
 */
export async function askListed(
  terminal: Pick<Terminal, 'requestForResponse'>,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const { method } = HOST_SERVICES.terminalInfos;
  const call = { method, req: {}, targetTerminalId: HOST_ID, timeoutMs: TIMEOUT_MS };
  const response = await terminal.requestForResponse(call);
  const list = response.code === 0 ? readTerminalList(response) : undefined;
  if (!list) throw new Error(`expected the host's list of terminals, got: ${response.message}`);
  const listed = new Set(nodeUnitsOf(list.terminals).map(({ address }) => address));
  return new Set(addresses.filter((address) => listed.has(address)));
}
