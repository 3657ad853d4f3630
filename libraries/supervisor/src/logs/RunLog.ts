import type { Readable } from 'node:stream';

import { messageOf } from '@node-unit/basics';

import { LineCutter } from './LineCutter.js';
import type { LogPiece, LogStream } from './LogPiece.js';
import type { SegmentWriter } from './SegmentWriter.js';

/** So much waits to be written before the process has to wait, and no longer than that. */
const MOST_BYTES = 4_000_000;
const LONGEST_WAIT_MS = 100;
/** Before a disk that refused is tried again; what comes meanwhile is dropped. */
const RETRY_MS = 1_000;
const MOST_PIECES = 1_000;
const NEWLINE = 10;

/**
 * What became of the output of a run.
 *
 * @beta
 */
export interface LogCounts {
  readonly writtenBytes: number;
  readonly droppedBytes: number;
}

export interface RunLogOptions {
  readonly writer: SegmentWriter;
  readonly clockMs: () => number;
  /** `position` is where in the run the pieces begin, in bytes. */
  readonly onWritten: (pieces: readonly LogPiece[], position: number) => void;
  /** Something was dropped; called when there is room again, or at the end. */
  readonly onDropped: (counts: LogCounts, reason: string) => void;
}

/**
 * Takes the output of one run and writes it. The process never waits for long, and this agent holds little: what cannot
 * be written is dropped, counted, and mentioned in the log itself when there is room again.
 */
export class RunLog {
  readonly #options: RunLogOptions;
  readonly #streams: Readable[] = [];
  #queue: LogPiece[] = [];
  #queuedBytes = 0;
  #open = 0;
  #written = 0;
  #dropped = 0;
  #lines = 0;
  #unmentioned = 0;
  #reason = '';
  #isDropping = false;
  #retryAtMs = 0;
  #patience: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;
  #onEnd: () => void = () => undefined;
  /** Resolves when both streams have ended and all is written or dropped. */
  public readonly ended: Promise<LogCounts>;

  public constructor(options: RunLogOptions) {
    this.#options = options;
    this.ended = new Promise<void>((resolve) => (this.#onEnd = resolve)).then(() => this.#close());
  }

  public get counts(): LogCounts {
    return { writtenBytes: this.#written, droppedBytes: this.#dropped };
  }

  public get totals(): LogCounts & { readonly writtenLines: number } {
    return { ...this.counts, writtenLines: this.#lines };
  }

  /** Takes what a stream gives until it is closed. */
  public follow(readable: Readable, stream: LogStream): void {
    const cutter = new LineCutter();
    this.#open += 1;
    this.#streams.push(readable);
    const end = (): void => {
      cutter.end().forEach((bytes) => this.#push({ stream, bytes, timeMs: this.#options.clockMs() }));
      this.#open -= 1;
      if (this.#open === 0) this.#onEnd();
    };
    readable.on('data', (chunk: Buffer) => {
      const timeMs = this.#options.clockMs();
      for (const bytes of cutter.push(chunk)) this.#push({ stream, bytes, timeMs });
    });
    // An error is followed by a close.
    readable.on('error', () => undefined).once('close', end);
  }

  /** Resolves when what came so far is written or dropped. */
  public async flush(): Promise<void> {
    while (this.#draining !== undefined) await this.#draining;
  }

  #push(piece: LogPiece): void {
    const { length } = piece.bytes;
    if (this.#isDropping || performance.now() < this.#retryAtMs) return this.#drop(length, this.#reason);
    this.#queue.push(piece);
    this.#queuedBytes += length;
    if (this.#queuedBytes > MOST_BYTES) this.#hold();
    this.#draining ??= this.#drain().finally(() => (this.#draining = undefined));
  }

  #drop(bytes: number, reason: string): void {
    this.#dropped += bytes;
    this.#unmentioned += bytes;
    this.#reason = reason;
  }

  /** Lets the process wait, for a moment. */
  #hold(): void {
    if (this.#patience !== undefined) return;
    this.#streams.forEach((stream) => stream.pause());
    this.#patience = setTimeout(() => {
      this.#isDropping = true;
      this.#reason = 'the disk is slower than the process';
      this.#streams.forEach((stream) => stream.resume());
    }, LONGEST_WAIT_MS);
  }

  #release(): void {
    clearTimeout(this.#patience);
    if (this.#patience === undefined) return;
    this.#patience = undefined;
    this.#isDropping = false;
    this.#streams.forEach((stream) => stream.resume());
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const pieces = [...this.#remark(), ...this.#queue.splice(0, MOST_PIECES)];
      const remarkBytes = pieces[0]?.stream === 'note' ? pieces[0].bytes.length : 0;
      const total = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
      this.#queuedBytes -= total - remarkBytes;
      const { bytes, error, position } = await this.#options.writer.append(pieces);
      this.#written += Math.max(0, bytes - remarkBytes);
      if (error === undefined) this.#note(pieces, position);
      else this.#refuse(total - remarkBytes - Math.max(0, bytes - remarkBytes), messageOf(error));
      if (this.#queuedBytes < MOST_BYTES / 2) this.#release();
    }
  }

  #note(pieces: readonly LogPiece[], position: number): void {
    this.#lines += pieces.filter(({ stream }) => stream !== 'note').reduce((sum, { bytes }) => sum + linesOf(bytes), 0);
    this.#options.onWritten(pieces, position);
  }

  /** Mentions what was dropped before what comes now. */
  #remark(): readonly LogPiece[] {
    if (this.#unmentioned === 0) return [];
    const text = `\n[node-unit] ${this.#unmentioned} bytes of the output were dropped: ${this.#reason}\n`;
    this.#options.onDropped(this.counts, this.#reason);
    this.#unmentioned = 0;
    return [{ stream: 'note', bytes: Buffer.from(text), timeMs: this.#options.clockMs() }];
  }

  #refuse(lostBytes: number, reason: string): void {
    this.#drop(lostBytes + this.#queuedBytes, reason);
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#retryAtMs = performance.now() + RETRY_MS;
  }

  async #close(): Promise<LogCounts> {
    await this.flush();
    clearTimeout(this.#patience);
    if (this.#unmentioned > 0) await this.#options.writer.append(this.#remark());
    await this.#options.writer.close().catch(() => undefined);
    return this.counts;
  }
}

function linesOf(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
