import { messageOf } from '@node-unit/basics';
import { nodeUnitsOf } from '@node-unit/fleet';
import type { Terminal } from '@node-unit/protocol';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';

import { OperatorError } from '../OperatorError.js';

const TIMEOUT_MS = 10_000;

const movesData = z.object({
  moves: z.array(
    z.object({ deployment_id: z.string(), from: z.string(), to: z.array(z.string()), reason: z.string() }),
  ),
});

/**
 * A deployment that its claim policy would place elsewhere now.
 *
 * @public
 */
export interface Move {
  readonly deploymentId: string;
  /** The address of its holder. */
  readonly from: string;
  /** The addresses of those that may claim it when it is handed over. */
  readonly to: readonly string[];
  readonly reason: string;
}

/** Asks a node-unit that claims, which knows the policy. */
export async function proposeMoves(terminal: Terminal, most: number): Promise<readonly Move[]> {
  const claiming = nodeUnitsOf(await firstValueFrom(terminal.terminalInfos$)).filter((each) => each.claiming);
  const faults: string[] = [];
  for (const { address, name } of claiming) {
    const call = { method: 'NodeUnit/ProposeMoves', req: { most }, targetTerminalId: address, timeoutMs: TIMEOUT_MS };
    try {
      const { code, message, data } = await terminal.requestForResponse(call);
      if (code === 0)
        return movesData
          .parse(data)
          .moves.map(({ deployment_id, ...move }) => ({ deploymentId: deployment_id, ...move }));
      faults.push(`${name}: ${message}`);
    } catch (error) {
      faults.push(`${name}: ${messageOf(error)}`);
    }
  }
  throw new OperatorError(
    'FAILED',
    `no node-unit could say what to move: ${faults.join('; ') || 'none is online and claims'}`,
  );
}
