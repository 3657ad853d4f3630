import { styleText } from 'node:util';

import Table from 'cli-table3';

/** A column of a table: its heading and its text for a row. */
export interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row) => string | number;
}

const BORDERS = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) => [
  side,
  ...['mid', 'left', 'right'].map((end) => `${side}-${end}`),
]);
const NO_LINES = Object.fromEntries([...BORDERS, 'mid-mid', 'middle'].map((place) => [place, '']));

/** A table whose columns are as wide as their longest text: nothing is cut off, however narrow the terminal is. Pure. */
export function tableOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  headingOf: (text: string) => string,
): string {
  const table = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(
    columns.map(({ head }) => head),
    ...rows.map((row) => columns.map(({ of }) => of(row))),
  );
  const [head = '', ...lines] = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return [headingOf(head), ...lines].join('\n');
}

/** Headings are bold on a terminal only. */
export function heading(text: string): string {
  return usesColours() ? styleText('bold', text, { validateStream: false }) : text;
}

export function usesColours(): boolean {
  return process.stdout.isTTY && !process.env['NO_COLOR'];
}
