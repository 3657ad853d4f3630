import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';

import { indexHead, indexLine, type LogPiece } from './LogPiece.js';
import { activeSegment, closedSegment, listSegments } from './segmentFiles.js';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
const FLAGS = O_APPEND | O_CREAT | O_NOFOLLOW | O_TRUNC | O_WRONLY;

export interface SegmentWriterOptions {
  readonly dir: string;
  readonly deploymentId: string;
  readonly runId: string;
  readonly segmentBytes: number;
  readonly clockMs: () => number;
  /** A segment was closed. */
  readonly onClosed: () => void;
}

export interface Appended {
  readonly position: number;
  readonly bytes: number;
  readonly error?: unknown;
}

/** Writes the output of one run into segments of its own. Nobody but the agent may read them, and no link is followed. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  #log: FileHandle | undefined;
  #index: FileHandle | undefined;
  #bytes = 0;
  /** Of the run, in all its segments. */
  #position = 0;

  public constructor(options: SegmentWriterOptions) {
    this.#options = options;
  }

  /**
   * Appends pieces; gives where in the run they begin and the number of bytes that are written, which is all of them
   * unless there is an error.
   */
  public async append(pieces: readonly LogPiece[]): Promise<Appended> {
    const position = this.#position;
    try {
      for (let rest = pieces; rest.length > 0;) {
        if (this.#bytes >= this.#options.segmentBytes) await this.close();
        if (this.#log === undefined) await this.#open();
        const count = fittingPieces(rest, this.#options.segmentBytes - this.#bytes);
        await this.#write(rest.slice(0, count));
        rest = rest.slice(count);
      }
      return { position, bytes: this.#position - position };
    } catch (error) {
      return { position, bytes: this.#position - position, error };
    }
  }

  async #write(pieces: readonly LogPiece[]): Promise<void> {
    const start = this.#bytes;
    const data = Buffer.concat(pieces.map(({ bytes }) => bytes));
    for (let written = 0; written < data.length;) {
      const { bytesWritten } = await (this.#log as FileHandle).write(data, written);
      written += bytesWritten;
      this.#bytes += bytesWritten;
      this.#position += bytesWritten;
    }
    await this.#index?.write(indexOf(pieces, start));
  }

  /** Closes the segment that is being written. */
  public async close(): Promise<void> {
    const [log, index] = [this.#log, this.#index];
    [this.#log, this.#index] = [undefined, undefined];
    this.#bytes = 0;
    await Promise.all([log?.close(), index?.close()]);
  }

  async #open(): Promise<void> {
    const { dir, deploymentId, runId, clockMs } = this.#options;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await closeActive(dir, deploymentId);
    this.#options.onClosed();
    const { path, indexPath } = activeSegment(dir, deploymentId);
    const index = await open(indexPath, FLAGS, 0o600);
    try {
      await index.write(indexHead(runId, clockMs(), this.#position));
      this.#log = await open(path, FLAGS, 0o600);
      this.#index = index;
      this.#bytes = 0;
    } catch (error) {
      await index.close();
      throw error;
    }
  }
}

/** How many pieces fit, at least one: pieces are not divided. */
function fittingPieces(pieces: readonly LogPiece[], roomBytes: number): number {
  let bytes = 0;
  const surplus = pieces.findIndex((piece) => (bytes += piece.bytes.length) > roomBytes);
  return surplus < 0 ? pieces.length : Math.max(surplus, 1);
}

function indexOf(pieces: readonly LogPiece[], start: number): string {
  let offset = start;
  return pieces
    .map((piece) => {
      const line = indexLine(offset, piece);
      offset += piece.bytes.length;
      return line;
    })
    .join('');
}

/** Gives the segment of an earlier run, or the full one, its number. */
async function closeActive(dir: string, deploymentId: string): Promise<void> {
  const segments = await listSegments(dir, deploymentId);
  const active = segments.find(({ number }) => number === undefined);
  if (active === undefined) return;
  const last = segments.reduce((most, { number = 0 }) => Math.max(most, number), 0);
  const closed = closedSegment(dir, deploymentId, last + 1);
  await rename(active.indexPath, closed.indexPath).catch(() => undefined);
  await rename(active.path, closed.path);
}
