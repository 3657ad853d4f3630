import { stripVTControlCharacters } from 'node:util';

import Table from 'cli-table3';

type Cell = string | number;

/** Rows as a table if the width has room for it, else one after the other, with the name of each value beside it. */
export function fitTable(head: readonly string[], rows: readonly (readonly Cell[])[], width: number): string {
  const table = new Table({ head: [...head], style: { compact: true } });
  table.push(...rows.map((row) => [...row]));
  const text = table.toString();
  return widthOf(text) <= width ? text : rows.map((row) => stack(head, row, width)).join('\n');
}

function stack(head: readonly string[], [title = '', ...cells]: readonly Cell[], width: number): string {
  const values = cells
    .map((cell, index) => `${head[index + 1]} ${cell}`)
    .filter((_value, index) => cells[index] !== '');
  const lines = [String(title)];
  for (const value of values) {
    const longer = `${lines.at(-1)}  ${value}`;
    if (widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(`  ${value}`);
  }
  return lines.join('\n');
}

function widthOf(text: string): number {
  return Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  );
}
