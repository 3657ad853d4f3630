import { messageOf } from '@node-unit/basics';
import type { ParsedPortalConfigRow, PortalConfig } from '@node-unit/portal-config';

import { compileFilter, type ServiceFilter } from './compileFilter.js';

/** A bridge that a row wants. */
export interface BridgePlan extends Pick<PortalConfig, 'id' | 'externalHostUrl' | 'isImport'> {
  readonly filter: ServiceFilter;
}

/** A row that wants something impossible. */
export interface RowFault {
  readonly id: string;
  readonly reason: string;
}

/** What the rows want. */
export interface BridgePlans {
  /** By all that makes a bridge what it is: a bridge whose key is still there need not be touched. */
  readonly bridges: ReadonlyMap<string, BridgePlan>;
  readonly faults: readonly RowFault[];
}

/** Reads the rows; one that is at fault disturbs no other. Disabled rows are checked, too, while there is time. */
export function planBridges(rows: readonly ParsedPortalConfigRow[]): BridgePlans {
  const bridges = new Map<string, BridgePlan>();
  const faults: RowFault[] = [];
  for (const row of rows) {
    const plan = planBridge(row);
    if ('reason' in plan) faults.push(plan);
    else if (row.kind === 'config' && row.config.enabled) bridges.set(JSON.stringify(row.config), plan);
  }
  return { bridges, faults };
}

function planBridge(row: ParsedPortalConfigRow): BridgePlan | RowFault {
  if (row.kind === 'invalid') return { id: row.id, reason: row.reason };
  const { id, externalHostUrl, isImport, filterSchema } = row.config;
  try {
    return { id, externalHostUrl, isImport, filter: compileFilter(filterSchema) };
  } catch (error) {
    return { id, reason: `filter_schema: expected a JSON Schema, got one that does not compile: ${messageOf(error)}` };
  }
}
