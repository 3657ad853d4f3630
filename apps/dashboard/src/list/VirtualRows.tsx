import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { type Viewport, visibleRange } from './visibleRange.js';

export interface VirtualRowsProps<Row> {
  readonly rows: readonly Row[];
  /** Pixels; the same for every row. */
  readonly rowHeight: number;
  readonly keyOf: (row: Row) => string;
  readonly render: (row: Row, index: number) => ComponentChildren;
  /** Stays at the end while rows are added there. */
  readonly atEnd?: boolean;
  readonly onScrolledUp?: () => void;
  /** Name of the list for those who do not see it. */
  readonly label: string;
  readonly role: 'rowgroup' | 'log' | 'list';
}

/** A list of any length of which only the rows in sight exist. It is scrolled by the keyboard, too. */
export function VirtualRows<Row>(props: VirtualRowsProps<Row>) {
  const { rows, rowHeight, keyOf, render, label, role } = props;
  const { element, viewport, onScroll } = useViewport(props);
  const { first, end } = visibleRange(viewport, { rowHeight, count: rows.length });
  return (
    <div class="rows" ref={element} role={role} aria-label={label} tabIndex={0} onScroll={onScroll}>
      <div class="rows-all" role="presentation" style={{ height: `${rows.length * rowHeight}px` }}>
        <div role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {rows.slice(first, end).map((row, offset) => (
            <div class="rows-one" role="presentation" key={keyOf(row)} style={{ height: `${rowHeight}px` }}>
              {render(row, first + offset)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function useViewport<Row>({ rows, atEnd = false, onScrolledUp }: VirtualRowsProps<Row>) {
  const element = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [viewport, setViewport] = useState<Viewport>({ scrollTop: 0, height: 0 });
  const measure = (): void => {
    if (!element.current) return;
    const { scrollTop, clientHeight: height } = element.current;
    setViewport((last) => (last.scrollTop === scrollTop && last.height === height ? last : { scrollTop, height }));
  };
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (atEnd && element.current) element.current.scrollTop = element.current.scrollHeight;
    measure();
  }, [rows, atEnd]);
  const onScroll = (): void => {
    const { scrollTop = 0 } = element.current ?? {};
    if (scrollTop < lastTop.current - 1) onScrolledUp?.();
    lastTop.current = scrollTop;
    measure();
  };
  return { element, viewport, onScroll };
}
