import { messageOf } from '@node-unit/basics';
import { nodeUnitsOf } from '@node-unit/fleet';
import type { Terminal } from '@node-unit/protocol';
import { firstValueFrom } from 'rxjs';

/**
 * An online node-unit that does not answer.
 *
 * @public
 */
export interface Silence {
  readonly address: string;
  readonly name: string;
  readonly reason: string;
}

/** Asks all online node-units at once whether they are there. */
export async function findSilent(terminal: Terminal, timeoutMs: number): Promise<readonly Silence[]> {
  const nodeUnits = nodeUnitsOf(await firstValueFrom(terminal.terminalInfos$));
  const asked = nodeUnits.map(async ({ address, name }): Promise<readonly Silence[]> => {
    const call = { method: 'Ping', req: {}, targetTerminalId: address, timeoutMs };
    return terminal.requestForResponse(call).then(
      () => [],
      (error: unknown) => [{ address, name, reason: messageOf(error) }],
    );
  });
  return (await Promise.all(asked)).flat();
}
