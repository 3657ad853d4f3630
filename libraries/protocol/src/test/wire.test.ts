import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hostAddress } from '../connection/HostAddress.js';
import { withHostToken } from '../connection/withHostToken.js';
import { decodeFrame, decodePath, encodeFrame, encodePath, ProtocolError, readTerminalInfo } from '../index.js';
import { isRequest } from '../wire/isRequest.js';
import { recordedKeyPair, vectors } from './vectors.js';

describe('encodePath and decodePath', () => {
  it.each(vectors.encode_path.filter(({ args }) => args.every((arg) => typeof arg === 'string')))(
    'encodes $args as $encoded',
    ({ args, encoded, decoded }) => {
      expect(encodePath(...(args as string[]))).toBe(encoded);
      expect(decodePath(encoded)).toEqual(decoded);
    },
  );
});

describe(hostAddress.name, () => {
  it.each(vectors.connection_urls)('connects to $connects_to', ({ host_url, connects_to, terminal_id }) => {
    expect(hostAddress(host_url, { ...recordedKeyPair, publicKey: terminal_id }).plainUrl).toBe(connects_to);
  });

  const TOKENS = ['a+b/c=', 'a b', '50%', '%41', 'a&b=c', 'a#b', 'Schlüssel 密钥', '\'"<>\\^`{|}', 'x'];

  it.each(TOKENS)('shows the token %s as it is, whether it was given or is encoded in the URL', (token) => {
    const encoded = `ws://h/?x=1&host_token=${encodeURIComponent(token)}`;
    const addresses = [hostAddress('ws://h', recordedKeyPair, token), hostAddress(encoded, recordedKeyPair)];
    for (const address of addresses) {
      expect(address.token).toBe(token);
      expect(new URL(address.plainUrl).searchParams.get('host_token')).toBe(token);
      expect(address.challengeUrl).not.toContain('host_token');
    }
  });

  it.each(['a+b/c==', '/+/', 'Schlüssel'])('takes %s for the token although it is not encoded', (token) => {
    expect(hostAddress(`ws://h/?host_token=${token}`, recordedKeyPair).token).toBe(token);
  });

  it.each(TOKENS)('is written for others so that all read the token %s', (token) => {
    const urls = [
      withHostToken('ws://h/?x=a+b', token),
      withHostToken(`ws://h/?host_token=${encodeURIComponent(token)}`),
    ];
    for (const url of urls) {
      expect(new URL(url).searchParams.get('host_token')).toBe(token);
      expect(hostAddress(url, recordedKeyPair).token).toBe(token);
    }
  });

  it.each(['', 'nonsense', 'http://h', 'ws://', 'ws://h:99999'])('refuses %s without repeating it', (url) => {
    expect(() => hostAddress(url, recordedKeyPair)).toThrow(ProtocolError);
    expect(() => hostAddress(url, recordedKeyPair)).toThrow('expected the host URL to begin with');
  });
});

describe('encodeFrame and decodeFrame', () => {
  it.each(vectors.message_shapes)('reads and rewrites the recorded frame %s', (text) => {
    const frame = decodeFrame(text);
    if (frame.kind === 'malformed') throw new Error(frame.reason);
    const { message, header, body } = frame;
    expect(message).toEqual(body);
    expect(header?.target_terminal_id).toBe(message?.target_terminal_id);
    expect(encodeFrame(body as unknown as NonNullable<typeof message>)).toBe(text);
  });

  it('never throws, whatever it is given', () => {
    fastCheck.assert(fastCheck.property(fastCheck.string({ unit: 'binary' }), (text) => void decodeFrame(text)));
    fastCheck.assert(
      fastCheck.property(fastCheck.json(), fastCheck.json(), (header, body) => {
        const frame = decodeFrame(`${header}\n${body}`);
        if (frame.kind === 'frame' && frame.message) expect(frame.message.trace_id).toBe(frame.body['trace_id']);
      }),
    );
  });

  it('says why a text is no frame', () => {
    expect(decodeFrame('{}\nnot json')).toEqual({ kind: 'malformed', reason: 'body_not_json' });
    expect(decodeFrame('{}\n')).toEqual({ kind: 'malformed', reason: 'body_not_json' });
    expect(decodeFrame('{}\n[1]')).toEqual({ kind: 'malformed', reason: 'body_not_object' });
    expect(decodeFrame('{}\nnull')).toEqual({ kind: 'malformed', reason: 'body_not_object' });
  });

  it.each([
    ['{"trace_id":"t"}', undefined],
    ['null\n{}', undefined],
    ['no json\n{}', undefined],
    ['1\n{}', {}],
    ['{"target_terminal_id":1}\n{}', {}],
    ['{"target_terminal_id":"b","x":1}\r\n{}', { target_terminal_id: 'b' }],
  ])('reads the header of %j', (text, header) => {
    expect(decodeFrame(text)).toMatchObject({ kind: 'frame', header });
  });

  it('makes no message of a body without a session or a sender, and repairs a response that is none', () => {
    const messageOf = (body: object) => {
      const frame = decodeFrame(`{}\n${JSON.stringify(body)}`);
      return frame.kind === 'frame' ? frame.message : undefined;
    };
    expect(messageOf({ trace_id: 't' })).toBeUndefined();
    expect(messageOf({ trace_id: '', source_terminal_id: 's' })).toBeUndefined();
    expect(messageOf({ trace_id: 't', source_terminal_id: 's', res: 'x' })?.res?.code).toBe('INVALID_RESPONSE');
    expect(messageOf({ trace_id: 't', source_terminal_id: 's', frame: null })?.frame).toBeNull();
  });
});

describe('isRequest', () => {
  it.each([
    [{}, true],
    [{ req: 0 }, false],
    [{ req: '' }, false],
    [{ req: null }, false],
    [{ method: '' }, false],
    [{ frame: 1 }, false],
    [{ res: { code: 0, message: '' } }, false],
  ])('with %j is %s', (changes, expected) => {
    const message = {
      trace_id: 't',
      seq_id: 0,
      source_terminal_id: 's',
      target_terminal_id: 't',
      method: 'M',
      req: {},
    };
    expect(isRequest({ ...message, ...changes })).toBe(expected);
  });
});

describe('readTerminalInfo', () => {
  it('keeps unknown fields and leaves out what cannot be read', () => {
    const service = { service_id: 's', method: 'M', schema: {}, later: 1 };
    const info = readTerminalInfo({
      terminal_id: 'a',
      name: 1,
      tags: { good: 'x', bad: 1, __proto__: 'y' },
      serviceInfo: { s: service, none: null, noMethod: { service_id: 'n' } },
      created_at: 'yesterday',
      constructor: 'own',
      later: true,
    });
    expect(info).toEqual({
      terminal_id: 'a',
      tags: { good: 'x' },
      serviceInfo: { s: service },
      constructor: 'own',
      later: true,
    });
  });

  it.each([undefined, null, 1, 'a', [], {}, { terminal_id: '' }, { terminal_id: 1 }])(
    'is undefined for %j',
    (value) => {
      expect(readTerminalInfo(value)).toBeUndefined();
    },
  );
});
