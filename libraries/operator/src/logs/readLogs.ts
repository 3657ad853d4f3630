import { messageOf } from '@node-unit/basics';
import type { JsonValue, Terminal } from '@node-unit/protocol';
import { catchError, concatMap, defer, from, ignoreElements, merge, mergeMap, type Observable, of } from 'rxjs';
import * as z from 'zod';

const ANSWER_TIMEOUT_MS = 3_000;
/** A stream that is silent gets signs of life more often than that. */
const FOLLOW_TIMEOUT_MS = 30_000;
const MOST_AT_ONCE = 50;

const logFrame = z.object({
  lines: z.array(
    z.object({ run_id: z.string(), time_ms: z.number(), stream: z.enum(['stdout', 'stderr']), text: z.string() }),
  ),
});

/**
 * Whose output to read, and how much of it.
 *
 * @public
 */
export interface LogRequest {
  readonly sources: readonly LogSource[];
  readonly follow?: boolean;
  /** The last lines only. */
  readonly lines?: number;
  readonly since?: Date;
  /** Default: of all runs. */
  readonly run?: 'all' | 'current' | 'previous';
  readonly stream?: 'stdout' | 'stderr';
}

/**
 * The output of a deployment on a node-unit.
 *
 * @public
 */
export interface LogSource {
  readonly deploymentId: string;
  readonly label: string;
  readonly address: string;
  readonly nodeUnit: string;
}

/**
 * A line of output, or that there is none and why.
 *
 * @public
 */
export type LogEntry = { readonly source: LogSource } & (
  | {
      readonly kind: 'line';
      readonly runId: string;
      readonly timeMs: number;
      readonly stream: 'stdout' | 'stderr';
      /** As the process wrote it: anything. */
      readonly text: string;
    }
  | { readonly kind: 'fault'; readonly reason: string }
);

/** The lines of all sources as they come; one source that fails says so and breaks nothing. */
export function readLogs(terminal: Pick<Terminal, 'request'>, request: LogRequest): Observable<LogEntry> {
  return from(request.sources).pipe(mergeMap((source) => readOne(terminal, request, source), MOST_AT_ONCE));
}

function readOne(terminal: Pick<Terminal, 'request'>, request: LogRequest, source: LogSource): Observable<LogEntry> {
  const { follow = false, lines, since, run, stream } = request;
  const req: JsonValue = {
    deployment_id: source.deploymentId,
    follow,
    ...(lines !== undefined && { lines }),
    ...(since && { since_ms: since.getTime() }),
    ...(run && { run }),
    ...(stream && { stream }),
  };
  const timeoutMs = follow ? FOLLOW_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
  const fault = (reason: string): LogEntry => ({ kind: 'fault', source, reason });
  const read$ = defer(() =>
    terminal.request({ method: 'Deployment/ReadLog', req, targetTerminalId: source.address, timeoutMs }),
  ).pipe(
    concatMap(({ frame, res }): readonly LogEntry[] => {
      if (res && res.code !== 0) return [fault(res.message)];
      if (frame === undefined) return [];
      return logFrame.parse(frame).lines.map(({ run_id: runId, time_ms: timeMs, ...line }) => ({
        kind: 'line',
        source,
        runId,
        timeMs,
        ...line,
      }));
    }),
    catchError((error: unknown) => of(fault(messageOf(error)))),
  );
  return follow ? merge(read$, silenceOf(terminal, source, fault)) : read$;
}

/** A stream that has nothing to say looks like one that hangs. */
function silenceOf(
  terminal: Pick<Terminal, 'request'>,
  source: LogSource,
  fault: (reason: string) => LogEntry,
): Observable<LogEntry> {
  const call = { method: 'Ping', req: {}, targetTerminalId: source.address, timeoutMs: ANSWER_TIMEOUT_MS };
  return terminal.request(call).pipe(
    ignoreElements(),
    catchError((error: unknown) => of(fault(messageOf(error)))),
  );
}
