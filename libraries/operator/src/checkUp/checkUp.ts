import { nodeUnitsOf } from '@node-unit/fleet';
import type { Terminal, TerminalInfo } from '@node-unit/protocol';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';

import type { ClusterPicture } from '../picture/ClusterPicture.js';
import { diagnose, type Finding } from './diagnose.js';
import { inspectNodeUnits } from './inspectNodeUnits.js';

const TIMEOUT_MS = 2_000;

const hostInspection = z.object({
  doubles: z.array(z.object({ terminal_id: z.string(), count: z.number(), seconds_ago: z.number() })),
});

/** Checks a cluster whose host is reached. */
export async function checkUp(terminal: Terminal, picture: ClusterPicture): Promise<readonly Finding[]> {
  const terminals = await firstValueFrom(terminal.terminalInfos$);
  return [
    { kind: 'ok', check: 'host', text: 'it is reached, and accepts the token' },
    ...diagnose({
      picture,
      inspections: await inspectNodeUnits(terminal, nodeUnitsOf(terminals), TIMEOUT_MS),
      doubles: await readDoubles(terminal),
      storages: terminals.filter(offersOperations).length,
    }),
  ];
}

function offersOperations({ serviceInfo = {} }: TerminalInfo): boolean {
  return Object.values(serviceInfo).some(({ method }) => method === 'Operator/Watch');
}

/** A host of an earlier version does not say. */
async function readDoubles(terminal: Terminal) {
  const call = { method: 'Host/Inspect', req: {}, targetTerminalId: '@host', timeoutMs: TIMEOUT_MS };
  const response = await terminal.requestForResponse(call).catch(() => undefined);
  const parsed = hostInspection.safeParse(response?.data);
  if (!parsed.success) return [];
  return parsed.data.doubles.map(({ terminal_id: terminalId, count, seconds_ago: secondsAgo }) => ({
    terminalId,
    count,
    secondsAgo,
  }));
}
