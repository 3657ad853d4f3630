/** What is seen of a list. */
export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
}

/** Rows beyond the edges, so that a quick scroll shows no gap. */
const BEYOND = 8;

/** The rows to show: `first` up to and without `end`. Pure. */
export function visibleRange(
  { scrollTop, height }: Viewport,
  { rowHeight, count }: { readonly rowHeight: number; readonly count: number },
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.min(Math.floor(scrollTop / rowHeight), count) - BEYOND);
  const end = Math.min(count, Math.ceil((Math.max(0, scrollTop) + height) / rowHeight) + BEYOND);
  return { first: Math.min(first, end), end };
}
