/**
 * Where a piece of output comes from: standard output, standard error, or this node-unit's own remarks.
 *
 * @beta
 */
export type LogStream = 'stdout' | 'stderr' | 'note';

/** Whole lines of one stream, or a part of a very long one. */
export interface LogPiece {
  readonly stream: LogStream;
  readonly bytes: Buffer;
  readonly timeMs: number;
}

const LETTERS: Readonly<Record<LogStream, string>> = { stdout: 'o', stderr: 'e', note: 'n' };

/** A line of an index: where a piece begins, when it came, and from where. */
export function indexLine(offset: number, { timeMs, stream }: LogPiece): string {
  return `${offset} ${timeMs} ${LETTERS[stream]}\n`;
}

/** The first line of an index. `position` is how many bytes of the run are in earlier segments. */
export function indexHead(runId: string, startedMs: number, position: number): string {
  return `run ${runId} ${startedMs} ${position}\n`;
}

export interface SegmentIndex {
  readonly runId: string;
  readonly startedMs: number;
  readonly position: number;
  readonly spans: readonly IndexedSpan[];
}

export interface IndexedSpan {
  readonly offset: number;
  readonly timeMs: number;
  readonly stream: LogStream;
}

/** Reads an index as far as it is readable: the end of the machine may have cut it off. */
export function parseIndex(text: string): SegmentIndex {
  const [head = '', ...lines] = text.split('\n');
  const [, runId = '', started = '0', position = '0'] = head.split(' ');
  const spans = lines.flatMap((line): IndexedSpan[] => {
    const [, offset, time, letter] = /^(\d+) (\d+) ([oen])$/.exec(line) ?? [];
    const stream = (Object.keys(LETTERS) as LogStream[]).find((each) => LETTERS[each] === letter);
    return stream === undefined ? [] : [{ offset: Number(offset), timeMs: Number(time), stream }];
  });
  return { runId, startedMs: Number(started), position: Number(position), spans };
}
