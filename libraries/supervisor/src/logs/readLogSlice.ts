import { open } from 'node:fs/promises';

import { activeSegment } from './segmentFiles.js';

const MOST_BYTES = 131_072;

/**
 * A part of the segment that is being written.
 *
 * @beta
 */
export interface LogSlice {
  readonly content: string;
  /** Of the first byte of the content. */
  readonly start: number;
  /** Of the last byte of the content; `start - 1` if there is none. */
  readonly end: number;
  readonly fileSize: number;
}

/**
 * Reads up to 128 KiB, cut at whole characters; undefined if the deployment has no log here.
 *
 * @param start - A byte; negative = counted from the end. What is beyond the end gives an empty content.
 */
export async function readLogSlice(dir: string, deploymentId: string, start: number): Promise<LogSlice | undefined> {
  const file = await open(activeSegment(dir, deploymentId).path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size: fileSize } = await file.stat();
    const from = Math.min(fileSize, Math.max(0, start < 0 ? fileSize + start : start));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, from);
    const bytes = buffer.subarray(0, bytesRead);
    const skipped = from === 0 ? 0 : continuationBytes(bytes);
    const whole = bytes.subarray(skipped, bytes.length - incompleteBytes(bytes));
    return { content: whole.toString('utf8'), start: from + skipped, end: from + skipped + whole.length - 1, fileSize };
  } finally {
    await file.close();
  }
}

/** The rest of a character at the beginning. */
function continuationBytes(bytes: Buffer): number {
  let count = 0;
  while (count < 3 && ((bytes[count] ?? 0) & 0b1100_0000) === 0b1000_0000) count += 1;
  return count;
}

/** The beginning of a character at the end. */
function incompleteBytes(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const needed = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1;
    return needed > count ? count : 0;
  }
  return 0;
}
