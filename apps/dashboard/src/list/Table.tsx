import type { ComponentChildren } from 'preact';

import { VirtualRows } from './VirtualRows.js';

/** A column of a table. */
export interface Column<Row> {
  readonly head: string;
  /** Of the width: a CSS track, such as `2fr` or `6rem`. */
  readonly width: string;
  readonly cell: (row: Row) => ComponentChildren;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What is said if there is no row. */
  readonly empty: string;
}

const ROW_HEIGHT = 34;

/** A table of which only the rows in sight exist. */
export function Table<Row>({ label, columns, rows, keyOf, empty }: Props<Row>) {
  const tracks = { gridTemplateColumns: columns.map(({ width }) => `minmax(0, ${width})`).join(' ') };
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  const row = (each: Row, index: number) => (
    <div class="row" role="row" aria-rowindex={index + 2} style={tracks}>
      {columns.map(({ head, cell }) => (
        <div key={head} role="cell">
          {cell(each)}
        </div>
      ))}
    </div>
  );
  return (
    <div class="table" role="table" aria-label={label} aria-rowcount={rows.length + 1}>
      <div role="rowgroup">
        <div class="row head" role="row" aria-rowindex={1} style={tracks}>
          {columns.map(({ head }) => (
            <div key={head} role="columnheader">
              {head}
            </div>
          ))}
        </div>
      </div>
      <VirtualRows {...{ rows, keyOf, label }} role="rowgroup" rowHeight={ROW_HEIGHT} render={row} />
    </div>
  );
}
