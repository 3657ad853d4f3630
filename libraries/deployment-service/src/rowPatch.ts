import type { DeploymentRow } from '@node-unit/deployment';

/** The columns of a row that have changed, with their new values. */
export interface RowPatch {
  readonly id: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** What makes the one row of the other. Pure. */
export function diffRows(before: DeploymentRow, after: DeploymentRow): RowPatch {
  const columns: Record<string, unknown> = {};
  for (const name of columnsOf(after)) {
    if (!isSame(before[name], after[name])) columns[name] = after[name];
  }
  return { id: after.id, columns };
}

/** The row with the changed columns; those that are unknown here are left out. The inverse of {@link diffRows}. Pure. */
export function patchRow(before: DeploymentRow, { columns }: RowPatch): Readonly<Record<string, unknown>> {
  const after: Record<string, unknown> = {};
  for (const name of columnsOf(before)) {
    after[name] = name !== 'id' && Object.hasOwn(columns, name) ? columns[name] : before[name];
  }
  return after;
}

function columnsOf(row: DeploymentRow): readonly (keyof DeploymentRow)[] {
  return Object.keys(row) as (keyof DeploymentRow)[];
}

/** Columns are scalars or JSON. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return typeof one === 'object' && typeof other === 'object' && JSON.stringify(one) === JSON.stringify(other);
}
