import type { LogPiece, LogStream } from './LogPiece.js';
import type { LogLine } from './LogQuery.js';

const NEWLINE = 10;

/** Makes lines of pieces; parts of a long line are joined before they become text, so that no character is damaged. */
export class LineJoiner {
  readonly #rest = new Map<LogStream, { readonly bytes: Buffer; readonly timeMs: number }>();

  public push(runId: string, { stream, bytes, timeMs }: LogPiece): readonly LogLine[] {
    const rest = this.#rest.get(stream);
    const all = rest === undefined ? bytes : Buffer.concat([rest.bytes, bytes]);
    const end = all.lastIndexOf(NEWLINE);
    const left = all.subarray(end + 1);
    const first = rest?.timeMs ?? timeMs;
    if (left.length === 0) this.#rest.delete(stream);
    else this.#rest.set(stream, { bytes: left, timeMs: end < 0 ? first : timeMs });
    if (end < 0) return [];
    const texts = all.subarray(0, end).toString('utf8').split('\n');
    return texts.map((text, index) => ({ runId, stream, text, timeMs: index === 0 ? first : timeMs }));
  }

  /** Lines that have no end. */
  public end(runId: string): readonly LogLine[] {
    const lines = [...this.#rest].map(([stream, { bytes, timeMs }]) => ({
      runId,
      stream,
      timeMs,
      text: bytes.toString('utf8'),
    }));
    this.#rest.clear();
    return lines;
  }
}
