import type { Terminal } from '@node-unit/protocol';
import type { LogLine, Supervisor } from '@node-unit/supervisor';
import { bufferTime, concat, defer, filter, map, type Observable, of, type Subscription } from 'rxjs';
import * as z from 'zod';

import { logQuery, sliceQuery } from './logRequests.js';

const FRAME_MS = 50;
const FRAME_LINES = 500;
const FIRST_LINES = 10;

const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };

const READ_LOG_SLICE = {
  method: 'Deployment/ReadLogSlice',
  schema: {
    type: 'object',
    required: ['deployment_id', 'start'],
    properties: { deployment_id: { type: 'string' }, start: { type: 'number' } },
  },
};

const READ_LOG = {
  method: 'Deployment/ReadLog',
  schema: { type: 'object', required: ['deployment_id'], properties: { deployment_id: uuid } },
};

type LogReader = Pick<Supervisor, 'readLog' | 'readLogSlice'>;

/**
 * Offers the output of the deployments on this node-unit to members: line by line (`Deployment/ReadLog`), as bytes
 * (`Deployment/ReadLogSlice`), and as it comes (`Deployment/RealtimeLog/<address>`).
 */
export function offerLogs(
  terminal: Pick<Terminal, 'terminalId' | 'offerService' | 'publishChannel'>,
  logs: LogReader,
): Subscription {
  const services = terminal.offerService(READ_LOG_SLICE, ({ req }) => defer(() => answerSlice(req, logs)));
  services.add(terminal.offerService(READ_LOG, ({ req }) => answerLines(req, logs)));
  const channel = { type: `Deployment/RealtimeLog/${terminal.terminalId}`, channelSchema: uuid };
  services.add(terminal.publishChannel(channel, (deploymentId) => realtime(deploymentId, logs)));
  return services;
}

async function answerSlice(req: unknown, logs: LogReader) {
  const request = sliceQuery.safeParse(req);
  if (!request.success) return { res: { code: 403, message: `Invalid request: ${z.prettifyError(request.error)}` } };
  const { deployment_id, start } = request.data;
  const slice = await logs.readLogSlice(deployment_id, start);
  if (slice === undefined)
    return { res: { code: 404, message: `no output of ${deployment_id} is kept on this node-unit` } };
  const { fileSize, ...range } = slice;
  return { res: { code: 0, message: 'OK', data: { ...range, file_size: fileSize } } };
}

/** Frames with lines, then the response. */
function answerLines(req: unknown, logs: LogReader) {
  const request = logQuery.safeParse(req);
  if (!request.success) return of({ res: { code: 400, message: `Bad Request: ${z.prettifyError(request.error)}` } });
  const { deployment_id, since_ms, ...query } = request.data;
  const lines$ = logs.readLog(deployment_id, { ...query, ...(since_ms !== undefined && { sinceMs: since_ms }) });
  const frames$ = inBatches(lines$).pipe(map((lines) => ({ frame: { lines: lines.map(toRecord) } })));
  return concat(frames$, of({ res: { code: 0, message: 'OK' } }));
}

function realtime(deploymentId: string, logs: LogReader): Observable<string> {
  const lines$ = logs.readLog(deploymentId, { lines: FIRST_LINES, follow: true });
  return inBatches(lines$).pipe(map((lines) => lines.map(({ text }) => `${text}\n`).join('')));
}

function inBatches(lines$: Observable<LogLine>): Observable<readonly LogLine[]> {
  return lines$.pipe(
    bufferTime(FRAME_MS, undefined, FRAME_LINES),
    filter((lines) => lines.length > 0),
  );
}

function toRecord({ runId, timeMs, stream, text }: LogLine) {
  return { run_id: runId, time_ms: timeMs, stream, text };
}
