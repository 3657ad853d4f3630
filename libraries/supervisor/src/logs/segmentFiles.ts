import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The output of a deployment is in segments: `<id>.log` is being written, `<id>.<number>.log` is closed, and
 * `<id>.<number>.log.gz` is compressed as well. Beside each is an index, `.idx` instead of `.log`.
 */
export interface Segment {
  readonly deploymentId: string;
  /** Undefined for the one that is being written. */
  readonly number: number | undefined;
  readonly isCompressed: boolean;
  readonly path: string;
  readonly indexPath: string;
}

export interface SegmentFile extends Segment {
  /** With its index. */
  readonly bytes: number;
  readonly modifiedMs: number;
}

const NAME = /^(.+?)(?:\.(\d{8}))?\.log(\.gz)?$/;
const DIGITS = 8;

export function activeSegment(dir: string, deploymentId: string): Segment {
  const base = join(dir, encodeURIComponent(deploymentId));
  return { deploymentId, number: undefined, isCompressed: false, path: `${base}.log`, indexPath: `${base}.idx` };
}

export function closedSegment(dir: string, deploymentId: string, number: number, isCompressed = false): Segment {
  const base = join(dir, `${encodeURIComponent(deploymentId)}.${String(number).padStart(DIGITS, '0')}`);
  return {
    deploymentId,
    number,
    isCompressed,
    path: isCompressed ? `${base}.log.gz` : `${base}.log`,
    indexPath: `${base}.idx`,
  };
}

/** Reads the name of a file; undefined if it is no segment. */
export function parseSegmentName(dir: string, name: string): Segment | undefined {
  const [, encoded, number, compressed] = NAME.exec(name) ?? [];
  if (encoded === undefined) return undefined;
  const deploymentId = decode(encoded);
  if (deploymentId === undefined) return undefined;
  if (number !== undefined) return closedSegment(dir, deploymentId, Number(number), compressed !== undefined);
  return compressed === undefined ? activeSegment(dir, deploymentId) : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The segments in a folder, of one deployment or of all: the oldest first, the one that is being written last. */
export async function listSegments(dir: string, deploymentId?: string): Promise<readonly Segment[]> {
  const names = await readdir(dir).catch(() => []);
  const segments = names.flatMap((name) => parseSegmentName(dir, name) ?? []);
  // While a segment is being compressed, it is there twice.
  const plain = new Set(segments.filter(({ isCompressed }) => !isCompressed).map(({ indexPath }) => indexPath));
  return segments
    .filter(({ isCompressed, indexPath }) => !isCompressed || !plain.has(indexPath))
    .filter((segment) => deploymentId === undefined || segment.deploymentId === deploymentId)
    .sort((left, right) => orderOf(left) - orderOf(right));
}

function orderOf({ number }: Segment): number {
  return number ?? Number.MAX_SAFE_INTEGER;
}

export async function measureSegments(segments: readonly Segment[]): Promise<readonly SegmentFile[]> {
  const files = await Promise.all(
    segments.map(async (segment): Promise<SegmentFile[]> => {
      const [file, index] = await Promise.all(
        [segment.path, segment.indexPath].map((path) => stat(path).catch(() => undefined)),
      );
      return file === undefined
        ? []
        : [{ ...segment, bytes: file.size + (index?.size ?? 0), modifiedMs: file.mtimeMs }];
    }),
  );
  return files.flat();
}
