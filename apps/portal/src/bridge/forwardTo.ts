import { messageOf } from '@node-unit/basics';
import {
  type JsonValue,
  type Message,
  ProtocolError,
  type ProtocolErrorCode,
  type Response,
  type ServiceCall,
  type ServiceHandler,
  type ServiceReply,
  type Terminal,
} from '@node-unit/protocol';
import { catchError, mergeMap, type Observable, of } from 'rxjs';

const BAD_GATEWAY = 502;
const CODES: ReadonlyMap<ProtocolErrorCode, number> = new Map([
  ['ABORTED', 503],
  ['TIMEOUT', 504],
]);

/**
 * Forwards a request to another terminal, with its values, events and response. An abort by the requester is forwarded.
 * If the call breaks, the requester gets 502 (the other side is unreachable), 503 (the bridge was closed) or 504
 * (timeout).
 */
export function forwardTo(source: Pick<Terminal, 'request'>, call: Omit<ServiceCall, 'req'>): ServiceHandler {
  return ({ req }): Observable<ServiceReply> =>
    source.request({ ...call, req: req as JsonValue }).pipe(
      mergeMap(repliesOf),
      catchError((error: unknown) => of({ res: failureOf(error) })),
    );
}

function repliesOf({ event, frame, res }: Message): ServiceReply[] {
  return [...(event ? [{ event }] : []), ...(frame === undefined ? [] : [{ frame }]), ...(res ? [{ res }] : [])];
}

function failureOf(error: unknown): Response {
  const code = error instanceof ProtocolError ? CODES.get(error.code) : undefined;
  const reason = messageOf(error);
  return { code: code ?? BAD_GATEWAY, message: `the portal could not pass the answer on: ${reason}` };
}
