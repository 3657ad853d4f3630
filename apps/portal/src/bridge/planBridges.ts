import { messageOf } from '@node-unit/basics';
import type { ParsedPortalConfigRow, PortalConfig } from '@node-unit/portal-config';

import { compileFilter, type ServiceFilter } from './compileFilter.js';

/** A configured bridge. */
export interface BridgePlan extends Pick<PortalConfig, 'id' | 'externalHostUrl' | 'isImport'> {
  readonly filter: ServiceFilter;
}

/** An invalid row. */
export interface RowFault {
  readonly id: string;
  readonly reason: string;
}

/** The bridges and faults of all rows. */
export interface BridgePlans {
  /** By all properties of a bridge: a bridge whose key still exists does not have to be changed. */
  readonly bridges: ReadonlyMap<string, BridgePlan>;
  readonly faults: readonly RowFault[];
}

/** Evaluates the rows; an invalid row does not affect others. Disabled rows are validated too. */
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
