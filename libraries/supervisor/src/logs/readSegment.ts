import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { type LogPiece, parseIndex, type SegmentIndex } from './LogPiece.js';
import { closedSegment, listSegments, type Segment } from './segmentFiles.js';

const MOST_BYTES = 1_000_000_000;
const unzip = promisify(gunzip);

/** A segment with its index, and with its content if it could be closed at any moment. */
export interface IndexedSegment {
  readonly segment: Segment;
  readonly index: SegmentIndex;
  readonly content?: Buffer;
}

/** The segments of a deployment as they are at one moment, although they are being written and closed meanwhile. */
export async function readSegments(dir: string, deploymentId: string): Promise<readonly IndexedSegment[]> {
  for (;;) {
    const segments = await listSegments(dir, deploymentId);
    const indexed = await Promise.all(segments.map((segment) => readIndexed(dir, segment)));
    const active = indexed.at(-1);
    if (active?.content === undefined) return indexed;
    const now = await readIndex(active.segment);
    if (isSameSegment(now, active.index)) return indexed;
  }
}

async function readIndexed(dir: string, segment: Segment): Promise<IndexedSegment> {
  const index = await readIndex(segment);
  return segment.number === undefined
    ? { segment, index, content: await readContent(dir, segment) }
    : { segment, index };
}

function isSameSegment(left: SegmentIndex, right: SegmentIndex): boolean {
  return left.runId === right.runId && left.position === right.position && left.startedMs === right.startedMs;
}

async function readIndex({ indexPath }: Segment): Promise<SegmentIndex> {
  return parseIndex(await readFile(indexPath, 'utf8').catch(() => ''));
}

/** The pieces of a segment, which may have been compressed meanwhile; none if it is gone. */
export async function readPieces(dir: string, indexed: IndexedSegment): Promise<readonly LogPiece[]> {
  const { segment, index } = indexed;
  const { spans } = index;
  const content = indexed.content ?? (await readContent(dir, segment));
  if (spans.length === 0 && content.length > 0) return [{ stream: 'stdout', timeMs: 0, bytes: content }];
  return spans.map(({ offset, timeMs, stream }, at) => ({
    stream,
    timeMs,
    bytes: content.subarray(offset, spans[at + 1]?.offset),
  }));
}

async function readContent(dir: string, segment: Segment): Promise<Buffer> {
  const { path, number, deploymentId, isCompressed } = segment;
  const plain = isCompressed ? undefined : await readFile(path).catch(() => undefined);
  if (plain !== undefined) return plain;
  if (number === undefined) return Buffer.alloc(0);
  const compressed = closedSegment(dir, deploymentId, number, true);
  return readFile(compressed.path)
    .then((bytes) => unzip(bytes, { maxOutputLength: MOST_BYTES }))
    .catch(() => Buffer.alloc(0));
}
