import type { Message } from '@node-unit/protocol';
import { describe, expect, it } from 'vitest';

import { replyToUnknownTarget } from '../routing/replies.js';
import { routeFrame } from '../routing/routeFrame.js';

const body = JSON.stringify({
  source_terminal_id: 'a',
  target_terminal_id: '@host',
  trace_id: 't',
  method: 'Ping',
  req: {},
});

describe(routeFrame, () => {
  const routeOf = (text: string): string => {
    const route = routeFrame(text, 'a');
    if (route.kind === 'refused') return route.reason;
    return route.kind === 'terminal' ? `to ${route.terminalId}` : 'to the host';
  };

  it.each([
    ['{}\n' + body, 'to the host'],
    ['{"target_terminal_id":""}\n' + body, 'to the host'],
    ['{"target_terminal_id":"@host"}\n' + body, 'to the host'],
    ['1\n' + body, 'to the host'],
    ['{"target_terminal_id":7}\n' + body, 'to the host'],
    ['{"target_terminal_id":"b"}\n' + body, 'to b'],
    ['{"target_terminal_id":"a"}\n' + body, 'to a'],
    ['{"target_terminal_id":"b","x":1}\r\n{"y":2}', 'to b'],
    ['{"target_terminal_id":"b","source_terminal_id":"a"}\n{"y":2}', 'to b'],
    [body, 'invalid_header'],
    ['null\n' + body, 'invalid_header'],
    ['not json\n' + body, 'invalid_header'],
    ['{"target_terminal_id":"b"}\nnot json', 'body_not_json'],
    ['{"target_terminal_id":"b"}\nnull', 'body_not_object'],
    ['{}\n{"y":2}', 'no_session'],
    ['{"target_terminal_id":"b","source_terminal_id":"c"}\n' + body, 'foreign_source'],
    ['{"target_terminal_id":"b"}\n{"source_terminal_id":"c"}', 'foreign_source'],
    ['{"target_terminal_id":"b"}\n{"source_terminal_id":1}', 'foreign_source'],
    ['{}\n{"source_terminal_id":"@host","trace_id":"t","method":"Ping","req":{}}', 'foreign_source'],
  ])('takes %j %s', (text, expected) => expect(routeOf(text)).toBe(expected));
});

describe(replyToUnknownTarget, () => {
  const message: Message = { trace_id: 't', seq_id: 4, source_terminal_id: 'a', target_terminal_id: 'x', method: 'M' };

  it('answers requests and aborts', () => {
    for (const asked of [{ req: {} }, { done: true }]) {
      expect(replyToUnknownTarget({ ...message, ...asked }, 'x')).toMatchObject({
        res: { code: 404 },
        done: true,
        trace_id: 't',
        seq_id: 5,
        source_terminal_id: '@host',
        target_terminal_id: 'a',
      });
    }
  });

  it('never answers an answer', () => {
    const res = { code: 404, message: '' };
    const answers = [{}, { frame: 1 }, { event: { type: 'e' } }, { res, done: true }, { res, req: {} }];
    for (const answer of answers) expect(replyToUnknownTarget({ ...message, ...answer }, 'x')).toBeUndefined();
  });
});
