import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip } from 'node:zlib';

import { Subject } from 'rxjs';

import type { LogLimits } from './LogLimits.js';
import type { LogPiece } from './LogPiece.js';
import { planPruning } from './planPruning.js';
import { type LogCounts, RunLog } from './RunLog.js';
import { closedSegment, listSegments, measureSegments, type Segment } from './segmentFiles.js';
import { SegmentWriter } from './SegmentWriter.js';

/** Before each pass. */
const PASS_REST_MS = 1_000;

export interface LogStoreOptions {
  readonly dir: string;
  readonly limits: LogLimits;
  readonly clockMs: () => number;
  /** Deployments that are here now. */
  readonly present: () => ReadonlySet<string>;
  readonly onDropped: (deploymentId: string, counts: LogCounts, reason: string) => void;
}

/** What was written just now. */
export interface LiveOutput {
  readonly deploymentId: string;
  readonly runId: string;
  readonly pieces: readonly LogPiece[];
  /** Where in the run they begin, in bytes. */
  readonly position: number;
}

/**
 * What became of the output of all runs since the start.
 *
 * @beta
 */
export interface LogTotals extends LogCounts {
  readonly writtenLines: number;
}

/** The output of all deployments on this node-unit: writes, compresses and prunes it. */
export class LogStore {
  readonly #options: LogStoreOptions;
  readonly #live$ = new Subject<LiveOutput>();
  readonly #open = new Map<string, RunLog>();
  readonly #unfinished = new Set<RunLog>();
  #finished: LogTotals = { writtenBytes: 0, droppedBytes: 0, writtenLines: 0 };
  #isTidying = false;
  #isUntidy = false;

  public constructor(options: LogStoreOptions) {
    this.#options = options;
  }

  public get dir(): string {
    return this.#options.dir;
  }

  public readonly live$ = this.#live$.asObservable();

  /** A log for a run that begins now. */
  public open(deploymentId: string, runId: string): RunLog {
    const { dir, limits, clockMs, onDropped } = this.#options;
    const { segmentBytes } = limits;
    const onClosed = (): void => this.tidy();
    const writer = new SegmentWriter({ dir, deploymentId, runId, segmentBytes, clockMs, onClosed });
    const log = new RunLog({
      writer,
      clockMs,
      onWritten: (pieces, position) => this.#live$.next({ deploymentId, runId, pieces, position }),
      onDropped: (counts, reason) => onDropped(deploymentId, counts, reason),
    });
    this.#open.set(deploymentId, log);
    this.#unfinished.add(log);
    void log.ended.then(() => {
      this.#finished = sumOf(this.#finished, log.totals);
      this.#unfinished.delete(log);
      if (this.#open.get(deploymentId) === log) this.#open.delete(deploymentId);
    });
    return log;
  }

  public get totals(): LogTotals {
    return [...this.#unfinished].map((log) => log.totals).reduce(sumOf, this.#finished);
  }

  public counts(deploymentId: string): LogCounts | undefined {
    return this.#open.get(deploymentId)?.counts;
  }

  /** Resolves when what came so far of a deployment is in its files. */
  public async flush(deploymentId: string): Promise<void> {
    await this.#open.get(deploymentId)?.flush();
  }

  /** Removes and compresses in the background, one at a time. */
  public tidy(): void {
    this.#isUntidy = true;
    if (!this.#isTidying) void this.#tidyUp();
  }

  async #tidyUp(): Promise<void> {
    this.#isTidying = true;
    while (this.#isUntidy) {
      // A pass looks at all segments, and many are closed at once when many deployments start.
      await delay(PASS_REST_MS, undefined, { ref: false });
      this.#isUntidy = false;
      // Whatever fails here is tried again when the next segment is closed.
      await this.#prune().catch(() => undefined);
      await this.#compressOne().catch(() => undefined);
    }
    this.#isTidying = false;
  }

  async #prune(): Promise<void> {
    const { dir, limits, clockMs, present } = this.#options;
    const files = await measureSegments(await listSegments(dir));
    const removed = planPruning({ files, present: present(), limits, nowMs: clockMs() });
    for (const { path, indexPath } of removed) {
      await rm(path, { force: true });
      await rm(indexPath, { force: true });
    }
  }

  /** The newest first: the oldest may be removed before it is their turn. */
  async #compressOne(): Promise<void> {
    const segments = await listSegments(this.#options.dir);
    const plain = segments.filter(({ number, isCompressed }) => number !== undefined && !isCompressed);
    const next = plain.at(-1);
    if (next === undefined) return;
    await compress(this.#options.dir, next);
    this.#isUntidy ||= plain.length > 1;
  }
}

function sumOf(left: LogTotals, right: LogTotals): LogTotals {
  return {
    writtenBytes: left.writtenBytes + right.writtenBytes,
    droppedBytes: left.droppedBytes + right.droppedBytes,
    writtenLines: left.writtenLines + right.writtenLines,
  };
}

async function compress(dir: string, { path, deploymentId, number = 0 }: Segment): Promise<void> {
  const target = closedSegment(dir, deploymentId, number, true);
  const temporary = `${target.path}.part`;
  try {
    await pipeline(createReadStream(path), createGzip({ level: 1 }), createWriteStream(temporary, { mode: 0o600 }));
    await rename(temporary, target.path);
    await rm(path, { force: true });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
