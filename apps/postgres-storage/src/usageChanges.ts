import type { NodeUnitUsage } from '@node-unit/deployment-postgres';
import type { TerminalInfo } from '@node-unit/protocol';
import { parseNodeUnitTags } from '@node-unit/scheduler';

/** What the node-units say that they use, and which of that is new. */
export interface UsageChanges {
  readonly known: ReadonlyMap<string, NodeUnitUsage>;
  readonly changed: readonly NodeUnitUsage[];
}

export const NO_USAGE: UsageChanges = { known: new Map(), changed: [] };

/**
 * The step from one list of terminals to the next. An address counts only on the terminal whose id it is: the host
 * vouches for ids, nobody for tags.
 */
export function usageChanges({ known: before }: UsageChanges, terminals: readonly TerminalInfo[]): UsageChanges {
  const known = new Map(terminals.flatMap(usageOf).map((usage) => [usage.address, usage]));
  const changed = [...known.values()].filter((usage) => !isSameUsage(before.get(usage.address), usage));
  return { known, changed };
}

function usageOf({ terminal_id, tags, updated_at }: TerminalInfo): NodeUnitUsage[] {
  const nodeUnit = tags && parseNodeUnitTags(tags);
  const time = new Date(updated_at ?? Number.NaN);
  if (!nodeUnit?.resourceUsage || nodeUnit.address !== terminal_id || Number.isNaN(time.getTime())) return [];
  return [{ time, address: nodeUnit.address, ...nodeUnit.resourceUsage }];
}

function isSameUsage(before: NodeUnitUsage | undefined, now: NodeUnitUsage): boolean {
  return before?.cpuPercent === now.cpuPercent && before.memoryMb === now.memoryMb;
}
