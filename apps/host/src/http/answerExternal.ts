import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

import { type JsonValue, type Message, type Response } from '@node-unit/protocol';
import { filter, lastValueFrom, map, type Observable, Subject, take, takeUntil } from 'rxjs';

import type { HttpPorts } from './answerHttp.js';
import { HttpError } from './HttpError.js';
import { readBody } from './readBody.js';

/** Who answers knows the token or must not: it is for the host alone. */
const FOR_THE_HOST: ReadonlySet<string> = new Set(['authorization', 'host_token']);

type ExternalPorts = Pick<HttpPorts, 'client' | 'limits'>;

/** Lets the member whose service has the path for its method answer the request. */
export async function answerExternal(
  request: IncomingMessage,
  response: ServerResponse,
  { client, limits }: ExternalPorts,
): Promise<void> {
  const gone$ = new Subject<void>();
  response.on('close', () => gone$.next());
  const described = describe(request, await readBody(request, limits.maxFrameBytes));
  const res = await responseOf(client.requestMember(described.pathname, { ...described }).pipe(takeUntil(gone$)));
  if (response.destroyed) return;
  const { status, headers, body } = readAnswer(res);
  try {
    response.writeHead(status, headers);
  } catch {
    throw new HttpError(502, 'Bad Gateway: the service answered with headers that cannot be sent');
  }
  response.end(body);
}

function responseOf(messages$: Observable<Message>): Promise<Response | undefined> {
  const responses$ = messages$.pipe(
    map(({ res }) => res),
    filter((res) => res !== undefined),
    take(1),
  );
  return lastValueFrom(responses$, { defaultValue: undefined });
}

interface Described {
  readonly method: string;
  readonly url: string;
  readonly pathname: string;
  readonly headers: Record<string, JsonValue>;
  readonly body: string;
  readonly host_id: string;
}

function describe({ method = '', url: target = '', headers }: IncomingMessage, body: string): Described {
  const [pathname = '', query] = splitOnce(target);
  const parameters = (query ?? '').split('&').filter((parameter) => parameter !== '' && !isToken(parameter));
  const url = parameters.length === 0 ? pathname : `${pathname}?${parameters.join('&')}`;
  return { method, url, pathname, headers: withoutToken(headers), body, host_id: 'main' };
}

function splitOnce(target: string): readonly [string, string?] {
  const start = target.indexOf('?');
  return start < 0 ? [target] : [target.slice(0, start), target.slice(start + 1)];
}

/** However its name is written. */
function isToken(parameter: string): boolean {
  return new URLSearchParams(parameter).has('host_token');
}

function withoutToken(headers: IncomingHttpHeaders): Record<string, JsonValue> {
  const passedOn = Object.entries(headers).filter(([name, value]) => value !== undefined && !FOR_THE_HOST.has(name));
  return Object.fromEntries(passedOn) as Record<string, JsonValue>;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** @throws HttpError 502 when the service has not answered as it should */
function readAnswer(res: Response | undefined): Answer {
  const { status = 200, headers, body = '' } = dataOf(res);
  return {
    status: readStatus(status),
    headers: readHeaders(headers),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

function dataOf(res: Response | undefined): Readonly<Record<string, unknown>> {
  if (typeof res?.data === 'object' && res.data !== null) return res.data as Readonly<Record<string, unknown>>;
  const reason = res === undefined ? 'the service did not answer' : `${res.code} ${res.message}`;
  throw new HttpError(502, `Bad Gateway: ${reason}`);
}

function readStatus(status: unknown): number {
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new HttpError(502, 'Bad Gateway: the service answered with a status that is none');
}

function readHeaders(headers: unknown): Record<string, string> {
  const texts = Object.entries(Object(headers) as object).filter((entry) => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}
