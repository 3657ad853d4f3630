import { styleText } from 'node:util';

/** A column of a table: its heading and its text for a row. */
export interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row) => string | number;
}

/** A table whose columns are as wide as their longest text: nothing is cut off, however narrow the terminal is. Pure. */
export function tableOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  bold: (text: string) => string,
): string {
  const cells = rows.map((row) => columns.map(({ of }) => String(of(row))));
  const heads = columns.map(({ head }) => head);
  const widths = heads.map((head, index) =>
    Math.max(widthOf(head), ...cells.map((line) => widthOf(line[index] ?? ''))),
  );
  const lineOf = (line: readonly string[]): string =>
    line
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd();
  return [bold(lineOf(heads)), ...cells.map(lineOf)].join('\n');
}

const WIDE = /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/u;

/** Columns of a terminal. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}

/** Headings are bold on a terminal only. */
export function heading(text: string): string {
  return usesColours() ? styleText('bold', text, { validateStream: false }) : text;
}

export function usesColours(): boolean {
  return process.stdout.isTTY && !process.env['NO_COLOR'];
}
