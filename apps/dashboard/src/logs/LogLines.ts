import { harmlessLine, type LogEntry } from '@node-unit/operator';

/** A line as it is shown. */
export interface LogLine {
  readonly id: number;
  readonly kind: 'stdout' | 'stderr' | 'fault';
  /** Milliseconds since the epoch; undefined for a fault. */
  readonly timeMs: number | undefined;
  readonly source: string;
  readonly text: string;
}

/** The latest lines, and how many went before. */
export interface LogLines {
  readonly lines: readonly LogLine[];
  readonly dropped: number;
}

export const NO_LINES: LogLines = { lines: [], dropped: 0 };

const MOST_LINES = 5_000;
const LONGEST_LINE = 4_000;

/** Adds what has come; keeps the latest lines only. Pure. */
export function withEntries({ lines, dropped }: LogLines, entries: readonly LogEntry[]): LogLines {
  const before = dropped + lines.length;
  const all = [...lines, ...entries.map((entry, index) => lineOf(entry, before + index))];
  const tooMany = Math.max(0, all.length - MOST_LINES);
  return { lines: tooMany === 0 ? all : all.slice(tooMany), dropped: dropped + tooMany };
}

function lineOf(entry: LogEntry, id: number): LogLine {
  const source = entry.source.label;
  if (entry.kind === 'fault') {
    return { id, kind: 'fault', timeMs: undefined, source, text: `${entry.source.nodeUnit}: ${shown(entry.reason)}` };
  }
  return { id, kind: entry.stream, timeMs: entry.timeMs, source, text: shown(entry.text) };
}

function shown(text: string): string {
  if (text.length <= LONGEST_LINE) return harmlessLine(text);
  return `${harmlessLine(text.slice(0, LONGEST_LINE))}… (${text.length} characters)`;
}

/** The lines that contain a text, whatever the case; all for the empty text. Pure. */
export function searchLines(lines: readonly LogLine[], text: string): readonly LogLine[] {
  const wanted = text.toLowerCase();
  return wanted === '' ? lines : lines.filter((line) => line.text.toLowerCase().includes(wanted));
}
