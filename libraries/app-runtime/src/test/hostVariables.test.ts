import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { hostOf, hostVariables, readEnvironment, readTokenFile, tokenAdvice } from '../index.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-unit-token-'));
  file = join(folder, 'token');
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (values: Record<string, string>) =>
  readEnvironment({ variables: hostVariables, prefixes: ['HOST_'] }, { HOST_URL: 'ws://h', ...values });

describe('the token of a host', () => {
  it.each(['a+b/c=', 'a b', '50%', 'Schlüssel 密钥'])('is %s, whether it ends with a line feed or not', (token) => {
    for (const text of [token, `${token}\n`, `${token}\r\n`, `\uFEFF${token}\n\n`]) {
      writeFileSync(file, text);
      expect(readTokenFile(file)).toBe(token);
      expect(read({ HOST_TOKEN: text })).toMatchObject({ kind: 'valid', config: { HOST_TOKEN: token } });
    }
  });

  it.each([
    ['', 'is empty: expected the token of the host'],
    [' \n', 'is empty: expected the token of the host'],
    ['one\ntwo\n', 'has more than one line: expected the token of the host in one line'],
  ])('is not read from a file with %j', (text, fault) => {
    writeFileSync(file, text);
    expect(() => readTokenFile(file)).toThrow(fault);
  });

  it('is read again from its file at every connection', () => {
    writeFileSync(file, 'one\n');
    const { hostToken } = hostOf({ HOST_URL: 'ws://h', HOST_TOKEN: 'unused', HOST_TOKEN_FILE: file });
    writeFileSync(file, 'two\n');
    expect(typeof hostToken === 'function' && hostToken()).toBe('two');
  });

  it('has one line', () => {
    const result = read({ HOST_TOKEN: 'geheim\nx' });
    expect(result).toEqual({
      kind: 'invalid',
      faults: ['HOST_TOKEN=<secret> is not allowed: expected the token in one line'],
    });
  });
});

describe(tokenAdvice.name, () => {
  const refused = 'Authentication failed: Invalid or expired token';

  it.each([
    ['no token', refused, { hostUrl: 'ws://h' }, 'set HOST_TOKEN or'],
    ['a token in the URL', refused, { hostUrl: 'ws://h/?host_token=50%' }, 'write %25 for %'],
    ['a token as it is', refused, { hostUrl: 'ws://h/?host_token=x', hostToken: 'y' }, 'check HOST_TOKEN or'],
  ])('says what to do about %s', (_case, reason, options, advice) => {
    expect(tokenAdvice(reason, options)).toContain(advice);
  });

  it.each(['Authentication failed: Invalid signature', 'connection closed (code 1006)', 'Unexpected token'])(
    'says nothing about %s',
    (reason) => expect(tokenAdvice(reason, { hostUrl: 'ws://h' })).toBeUndefined(),
  );
});
