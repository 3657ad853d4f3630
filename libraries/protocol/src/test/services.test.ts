import { NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { encodeFrame, type Message, ServiceEndpoint, type ServiceReply } from '../index.js';
import {
  checkPattern as checkPatternInBrowsers,
  compileSchema as compileInBrowsers,
} from '../services/schemas/browser.js';
import { SchemaMatcher } from '../services/SchemaMatcher.js';
import { recordedKeyPair, vectors } from './vectors.js';

interface Bench {
  readonly endpoint: ServiceEndpoint;
  readonly sent: Message[];
  readonly problems: string[];
}

function createEndpoint(isPresent?: (id: string) => boolean): Bench {
  const sent: Message[] = [];
  const problems: string[] = [];
  const endpoint = new ServiceEndpoint({
    terminalId: recordedKeyPair.publicKey,
    send: (message) => void (encodeFrame(message) && sent.push(message)),
    onProblem: (code) => problems.push(code),
    ...(isPresent && { isPresent }),
  });
  return { endpoint, sent, problems };
}

const request = (changes: Partial<Message> = {}): Message => ({
  method: 'M',
  target_terminal_id: 'server',
  req: {},
  seq_id: 0,
  trace_id: 't',
  source_terminal_id: 'client',
  ...changes,
});
const abort = (changes: Partial<Message> = {}): Message => {
  const { req: _req, ...message } = request(changes);
  return { ...message, done: true };
};
const shapeOf = ({ res, frame, event, done, seq_id }: Message): unknown =>
  [seq_id, event?.type, frame, res?.code, done].filter((part) => part !== undefined);

type RecordedRequest = (typeof vectors.sessions)[number]['request'];
const UNKNOWN_SERVICE_ID = '00000000-0000-4000-8000-000000000000';

/** The recorded request with the service id that its service has here. */
function ours(recorded: RecordedRequest, endpoint: ServiceEndpoint): Message {
  const message = recorded as unknown as Message;
  if (message.service_id === undefined || message.service_id === UNKNOWN_SERVICE_ID) return message;
  const service = Object.values(endpoint.serviceInfo).find(({ method }) => method === message.method);
  return { ...message, service_id: service?.service_id ?? 'none' };
}

/** The one case in which the recorded terminal answers what we refuse. */
function violatesSchema(recorded: RecordedRequest): boolean {
  const { text } = recorded['req'] as { text?: unknown };
  return typeof text === 'number' && 'service_id' in recorded;
}

describe(ServiceEndpoint, () => {
  it('turns away a terminal that has too many requests going on, and nobody else', () => {
    const { endpoint, sent } = createEndpoint();
    endpoint.offer({ method: 'M', schema: {} }, () => NEVER);
    for (let count = 0; count < 1_001; count += 1) endpoint.receive(request({ trace_id: String(count) }));
    endpoint.receive(request({ trace_id: 'other', source_terminal_id: 'other client' }));
    expect(sent.filter(({ res }) => res).map(({ trace_id, res }) => [trace_id, res?.code])).toEqual([['1000', 429]]);
    endpoint.receive(abort({ trace_id: '0' }));
    endpoint.receive(request({ trace_id: 'again' }));
    expect(sent.at(-1)).toMatchObject({ trace_id: 'again', event: { type: 'in_processing' } });
    endpoint.endSessions(() => true);
  });

  it('passes on notices of progress between the values of a stream', () => {
    const { endpoint, sent } = createEndpoint();
    endpoint.offer({ method: 'M', schema: {} }, () =>
      of<ServiceReply[]>({ event: { type: 'half' } }, { frame: 1 }, { res: { code: 0, message: 'OK' } }),
    );
    endpoint.receive(request());
    expect(sent.map(shapeOf)).toEqual([
      [1, 'in_processing'],
      [2, 'half'],
      [3, 1],
      [4, 0, true],
      [5, true],
    ]);
  });

  const recordedHandlers: Record<string, (req: { text: string }) => ServiceReply[]> = {
    'Demo/Echo': ({ text }) => [{ res: { code: 0, message: 'OK', data: { echo: text } } }],
    'Demo/Finite': () => [{ frame: { i: 0 } }, { frame: { i: 1 } }, { res: { code: 0, message: 'OK', data: 'end' } }],
    'Demo/NoRes': () => [{ frame: { i: 0 } }],
    'Demo/Throw': () => {
      throw new Error('boom');
    },
    'Demo/Twice': () => [],
    Ping: () => [{ res: { code: 0, message: 'Pong' } }],
  };

  it.each(vectors.sessions)('answers the recorded $request.method $request.req as recorded', (session) => {
    const { endpoint, sent } = createEndpoint();
    const textSchema = { type: 'object', required: ['text'], properties: { text: { type: 'string' } } };
    for (const [method, handler] of Object.entries(recordedHandlers)) {
      const schema = method === 'Demo/Echo' ? textSchema : {};
      endpoint.offer({ method, schema }, ({ req }) => handler(req as { text: string }));
      if (method === 'Demo/Twice') endpoint.offer({ method, schema }, () => []);
    }
    endpoint.receive(ours(session.request, endpoint));
    if (violatesSchema(session.request))
      expect(sent.map(shapeOf)).toEqual([
        [1, 400, true],
        [2, true],
      ]);
    else expect(sent.map(encodeFrame)).toEqual(session.replies);
  });

  it('refuses a request in a session that goes on, and starts no second handler', () => {
    const { endpoint, sent, problems } = createEndpoint();
    const handler = vi.fn(() => NEVER);
    endpoint.offer({ method: 'M', schema: {} }, handler);
    endpoint.receive(request());
    endpoint.receive(request());
    expect(handler).toHaveBeenCalledTimes(1);
    expect(sent).toHaveLength(1);
    expect(problems).toEqual(['UNEXPECTED_MESSAGE']);
  });

  it('lets only the requester abort, and ignores aborts of sessions that ended', () => {
    const { endpoint, sent, problems } = createEndpoint();
    const stopped = vi.fn();
    endpoint.offer({ method: 'M', schema: {} }, () => new Observable<never>(() => stopped));
    endpoint.receive(request());
    endpoint.receive(abort({ source_terminal_id: 'somebody else' }));
    expect(stopped).not.toHaveBeenCalled();
    expect(problems).toEqual(['FOREIGN_ABORT']);
    endpoint.receive(abort({ seq_id: 2 }));
    endpoint.receive(abort({ seq_id: 2 }));
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(sent.map(shapeOf)).toEqual([
      [1, 'in_processing'],
      [2, true],
    ]);
  });

  it('stops the handler after the response, however much it still has to say', () => {
    const { endpoint, sent } = createEndpoint();
    function* endless(): Generator<ServiceReply> {
      yield { frame: 1 };
      for (;;) yield { res: { code: 0, message: 'OK' } };
    }
    endpoint.offer({ method: 'M', schema: {} }, endless);
    endpoint.receive(request({ seq_id: 4 }));
    expect(sent.map(shapeOf)).toEqual([
      [5, 'in_processing'],
      [6, 1],
      [7, 0, true],
      [8, true],
    ]);
  });

  it('answers 500 to what cannot be sent, and goes on', () => {
    const { endpoint, sent, problems } = createEndpoint();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    endpoint.offer({ method: 'M', schema: {} }, () => of({ frame: circular }));
    endpoint.offer({ method: 'N', schema: {} }, () => throwError(() => 'no error object'));
    endpoint.offer({ method: 'O', schema: {} }, () => [undefined as unknown as ServiceReply]);
    for (const method of ['M', 'N', 'O']) endpoint.receive(request({ method }));
    expect(sent.filter(({ res }) => res?.code === 500)).toHaveLength(3);
    expect(sent.filter(({ done }) => done)).toHaveLength(6);
    expect(problems).toEqual(['HANDLER_FAILED', 'HANDLER_FAILED', 'HANDLER_FAILED']);
  });

  it('withdraws a service and lets its running request end', () => {
    const { endpoint, sent } = createEndpoint();
    const replies$ = new Subject<ServiceReply>();
    const offer = endpoint.offer({ method: 'M', schema: {} }, () => replies$);
    endpoint.receive(request());
    offer.unsubscribe();
    expect(endpoint.serviceInfo).toEqual({});
    endpoint.receive(request({ trace_id: 'late' }));
    replies$.next({ res: { code: 0, message: 'OK' } });
    expect(sent.map(shapeOf)).toEqual([
      [1, 'in_processing'],
      [1, 400, true],
      [2, true],
      [2, 0, true],
      [3, true],
    ]);
  });

  it('ends the sessions of those who left without a word', () => {
    const { endpoint, sent } = createEndpoint();
    const stopped = vi.fn();
    endpoint.offer({ method: 'M', schema: {} }, () => new Observable<never>(() => stopped));
    endpoint.receive(request());
    endpoint.receive(request({ source_terminal_id: 'other' }));
    endpoint.endSessions((id) => id === 'client');
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(sent).toHaveLength(2);
  });

  describe('as time goes by', () => {
    beforeEach(() => vi.useFakeTimers());
    afterEach(() => vi.useRealTimers());

    it('shows life in a silent session at least every 20 s, and in no other', () => {
      const { endpoint, sent } = createEndpoint();
      const replies$ = new Subject<ServiceReply>();
      endpoint.offer({ method: 'M', schema: {} }, () => replies$);
      endpoint.receive(request());
      vi.advanceTimersByTime(20_000);
      expect(sent.map(shapeOf)).toEqual([[1, 'in_processing'], [2]]);
      vi.advanceTimersByTime(9_000);
      replies$.next({ frame: 'value' });
      vi.advanceTimersByTime(10_000);
      expect(sent.map(shapeOf).slice(2)).toEqual([[3, 'value']]);
      replies$.complete();
      vi.advanceTimersByTime(60_000);
      expect(sent.map(shapeOf).slice(3)).toEqual([[4, true]]);
      expect(vi.getTimerCount()).toBe(0);
    });

    it('gives up a requester that nobody knows', () => {
      const stopped: string[] = [];
      const { endpoint } = createEndpoint((id) => id === 'client');
      endpoint.offer({ method: 'M', schema: {} }, ({ sourceTerminalId }) => {
        return new Observable<never>(() => () => void stopped.push(sourceTerminalId));
      });
      endpoint.receive(request());
      endpoint.receive(request({ source_terminal_id: 'unannounced' }));
      vi.advanceTimersByTime(120_000);
      expect(stopped).toEqual(['unannounced']);
    });
  });
});

describe(SchemaMatcher, () => {
  it('matches, and takes a schema that does not compile for one that matches nothing', () => {
    const problems: string[] = [];
    const matcher = new SchemaMatcher((message) => problems.push(message));
    expect(matcher.matches({}, 1)).toBe(true);
    expect(matcher.matches({ type: 'object', required: ['a'] }, { a: 1 })).toBe(true);
    expect(matcher.matches({ type: 'object', required: ['a'] }, {})).toBe(false);
    for (const schema of [{ type: 'nonsense' }, { $ref: '#/nowhere' }, { pattern: '(' }, { type: 7 }]) {
      expect(matcher.matches(schema, 'x')).toBe(false);
      expect(matcher.matches(schema, 'x')).toBe(false);
    }
    expect(problems).toHaveLength(4);
  });

  it('keeps schemas with the same $id apart and does not trust an asynchronous one', () => {
    const matcher = new SchemaMatcher(() => undefined);
    expect(matcher.matches({ $id: 'same', type: 'string' }, 'x')).toBe(true);
    expect(matcher.matches({ $id: 'same', type: 'number' }, 'x')).toBe(false);
    expect(matcher.matches({ $async: true, type: 'string' }, 1)).toBe(false);
  });
});

describe('schemas in browsers', () => {
  it('are interpreted, because a page may not make code of text', () => {
    const schema = {
      type: 'object',
      required: ['method'],
      properties: { method: { const: 'x' }, n: { type: 'integer' } },
    };
    const matches = compileInBrowsers(schema);
    expect([{ method: 'x', n: 1 }, { method: 'y' }, { method: 'x', n: 1.5 }, 'x'].map(matches)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('have no patterns, because the engine of browsers backtracks', () => {
    expect(() => checkPatternInBrowsers('(a+)+$')).toThrow('not supported in browsers');
  });
});
