import type { NodeUnitUsage } from '@node-unit/deployment-postgres';
import type { TerminalInfo } from '@node-unit/protocol';
import { nodeUnitsOf } from '@node-unit/fleet';

/** The published usage of the node-units, and which of it is new. */
export interface UsageChanges {
  readonly known: ReadonlyMap<string, NodeUnitUsage>;
  readonly changed: readonly NodeUnitUsage[];
}

export const NO_USAGE: UsageChanges = { known: new Map(), changed: [] };

/** Compares one list of terminals with the next. */
export function usageChanges({ known: before }: UsageChanges, terminals: readonly TerminalInfo[]): UsageChanges {
  const known = new Map(terminals.flatMap(usageOf).map((usage) => [usage.address, usage]));
  const changed = [...known.values()].filter((usage) => !isSameUsage(before.get(usage.address), usage));
  return { known, changed };
}

function usageOf(terminal: TerminalInfo): NodeUnitUsage[] {
  const time = new Date(terminal.updated_at ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return [];
  return nodeUnitsOf([terminal]).flatMap(({ address, resourceUsage }) =>
    resourceUsage ? [{ time, address, ...resourceUsage }] : [],
  );
}

function isSameUsage(before: NodeUnitUsage | undefined, now: NodeUnitUsage): boolean {
  return before?.cpuPercent === now.cpuPercent && before.memoryMb === now.memoryMb;
}
