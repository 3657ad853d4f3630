import { concat, defer, filter, from, mergeMap, Observable, ReplaySubject } from 'rxjs';

import { LineJoiner } from './LineJoiner.js';
import type { LogLine, LogQuery } from './LogQuery.js';
import type { LiveOutput, LogStore } from './LogStore.js';
import { type IndexedSegment, readPieces, readSegments } from './readSegment.js';

/** How far the files were read. */
interface ReadPosition {
  runId: string;
  bytes: number;
}

/**
 * The output of a deployment, line by line, from files and then, if it is followed, as it comes. One segment at a time is
 * in memory.
 */
export function readLog(store: LogStore, deploymentId: string, query: LogQuery): Observable<LogLine> {
  const { stream, follow = false } = query;
  return defer(() => {
    const position: ReadPosition = { runId: '', bytes: 0 };
    const live$ = new ReplaySubject<LiveOutput>(1_000);
    const listening = store.live$.pipe(filter((output) => output.deploymentId === deploymentId)).subscribe(live$);
    const kept$ = from(readKept(store, deploymentId, query, position)).pipe(mergeMap((lines) => lines));
    const following$ = defer(() => followLive(live$, position));
    return new Observable<LogLine>((subscriber) => {
      const reading = concat(kept$, ...(follow ? [following$] : [])).subscribe(subscriber);
      reading.add(listening);
      return reading;
    });
  }).pipe(filter((line) => stream === undefined || line.stream === stream));
}

async function* readKept(
  store: LogStore,
  deploymentId: string,
  query: LogQuery,
  position: ReadPosition,
): AsyncGenerator<readonly LogLine[]> {
  await store.flush(deploymentId);
  const chosen = chooseSegments(await readSegments(store.dir, deploymentId), query);
  const lines = readLines(store.dir, chosen, position);
  const { sinceMs = 0, lines: most } = query;
  const isWanted = (line: LogLine): boolean =>
    line.timeMs >= sinceMs && (query.stream === undefined || line.stream === query.stream);
  if (most === undefined) {
    for await (const some of lines) yield some.filter(isWanted);
    return;
  }
  let last: readonly LogLine[] = [];
  for await (const some of lines) last = lastOf([...last, ...some.filter(isWanted)], most);
  yield last;
}

function lastOf(lines: readonly LogLine[], most: number): readonly LogLine[] {
  return lines.slice(Math.max(0, lines.length - most));
}

/** Those of the wanted run, without the ones that end before the wanted time. Pure. */
function chooseSegments(
  indexed: readonly IndexedSegment[],
  { run = 'all', sinceMs = 0 }: LogQuery,
): readonly IndexedSegment[] {
  const runs = [...new Set(indexed.map(({ index }) => index.runId))];
  const wanted = run === 'all' ? undefined : (runs.at(run === 'current' ? -1 : -2) ?? '');
  return indexed.filter(({ index }, at) => {
    const endMs = indexed[at + 1]?.index.startedMs ?? Number.POSITIVE_INFINITY;
    return (wanted === undefined || index.runId === wanted) && endMs >= sinceMs;
  });
}

async function* readLines(
  dir: string,
  segments: readonly IndexedSegment[],
  position: ReadPosition,
): AsyncGenerator<readonly LogLine[]> {
  let joiner = new LineJoiner();
  for (const [at, indexed] of segments.entries()) {
    const { index } = indexed;
    const { runId } = index;
    const pieces = await readPieces(dir, indexed);
    const lines = pieces.flatMap((piece) => joiner.push(runId, piece));
    position.runId = runId;
    position.bytes = index.position + pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const isEnd = segments[at + 1]?.index.runId !== runId;
    yield isEnd ? [...lines, ...joiner.end(runId)] : lines;
    if (isEnd) joiner = new LineJoiner();
  }
}

/** What has been written since the files were read. */
function followLive(live$: Observable<LiveOutput>, read: ReadPosition): Observable<LogLine> {
  const joiner = new LineJoiner();
  return live$.pipe(
    mergeMap(({ runId, pieces, position }) => {
      let at = position;
      return pieces.flatMap((piece) => {
        const isRead = runId === read.runId && at < read.bytes;
        at += piece.bytes.length;
        return isRead ? [] : joiner.push(runId, piece);
      });
    }),
  );
}
