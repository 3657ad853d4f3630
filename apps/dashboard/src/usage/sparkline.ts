/** The points of a small line in a box, as SVG takes them; empty for less than two values. Pure. */
export function sparkline(values: readonly number[], { width, height, most }: Box): string {
  if (values.length < 2) return '';
  const top = Math.max(most, ...values);
  const step = width / (values.length - 1);
  return values.map((value, index) => `${round(index * step)},${round(height - (value / top) * height)}`).join(' ');
}

interface Box {
  readonly width: number;
  readonly height: number;
  /** The value at the top edge, unless there is a greater one. */
  readonly most: number;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
