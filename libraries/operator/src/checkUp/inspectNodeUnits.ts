import { messageOf } from '@node-unit/basics';
import type { NodeUnit } from '@node-unit/fleet';
import type { Terminal } from '@node-unit/protocol';
import * as z from 'zod';

const inspection = z.object({
  now_ms: z.number(),
  workspace: z.union([z.object({ free_bytes: z.number(), total_bytes: z.number() }), z.object({ fault: z.string() })]),
  replica: z.object({ state: z.string(), deployments: z.number(), latest_updated_at: z.string() }),
});

/** What a node-unit says of its machine, or why it says nothing. */
export type Inspection = { readonly name: string; readonly address: string } & (
  | {
      readonly kind: 'answered';
      /** Its clock minus ours; half of the way is estimated. */
      readonly clockAheadMs: number;
      readonly workspace: z.output<typeof inspection>['workspace'];
      readonly replica: z.output<typeof inspection>['replica'];
    }
  | { readonly kind: 'silent'; readonly reason: string }
);

/** Asks all node-units at once. */
export function inspectNodeUnits(
  terminal: Pick<Terminal, 'requestForResponse'>,
  nodeUnits: readonly NodeUnit[],
  timeoutMs: number,
): Promise<readonly Inspection[]> {
  return Promise.all(
    nodeUnits.map(async ({ address, name }): Promise<Inspection> => {
      const askedMs = Date.now();
      const call = { method: 'NodeUnit/Inspect', req: {}, targetTerminalId: address, timeoutMs };
      try {
        const { code, message, data } = await terminal.requestForResponse(call);
        if (code !== 0) return { kind: 'silent', name, address, reason: message };
        const { now_ms: nowMs, workspace, replica } = inspection.parse(data);
        return {
          kind: 'answered',
          name,
          address,
          clockAheadMs: nowMs - (askedMs + Date.now()) / 2,
          workspace,
          replica,
        };
      } catch (error) {
        return { kind: 'silent', name, address, reason: messageOf(error) };
      }
    }),
  );
}
