import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createKeyPair } from '@node-unit/credentials';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { addContext, removeContext, useContext } from '../context/changeContexts.js';
import { chooseConnection } from '../context/chooseConnection.js';
import type { Contexts } from '../context/Contexts.js';
import { resolveConnection } from '../context/resolveConnection.js';

const contexts: Contexts = {
  current: 'local',
  contexts: {
    local: { host_url: 'ws://local', host_token_file: '/token', operator_key_file: '/key' },
    tables: { postgres_uri_file: '/uri' },
  },
};
const LOCAL = { kind: 'host', hostUrl: 'ws://local', hostToken: { file: '/token' }, operatorKey: { file: '/key' } };

describe(chooseConnection.name, () => {
  it.each([
    ['the current context', {}, undefined, LOCAL],
    ['the context of the option before the environment', { HOST_URL: 'ws://env' }, 'local', LOCAL],
    ['a database', {}, 'tables', { kind: 'postgres', uri: { file: '/uri' } }],
    ['HOST_URL before the current context', { HOST_URL: 'ws://env' }, undefined, { kind: 'host', hostUrl: 'ws://env' }],
    [
      'HOST_URL before POSTGRES_URI',
      { HOST_URL: 'ws://env', POSTGRES_URI: 'postgres://db' },
      undefined,
      { kind: 'host', hostUrl: 'ws://env' },
    ],
    [
      'POSTGRES_URI',
      { POSTGRES_URI: 'postgres://db' },
      undefined,
      { kind: 'postgres', uri: { text: 'postgres://db' } },
    ],
    [
      'files before texts, and blank texts not at all',
      { HOST_URL: 'ws://env', HOST_TOKEN: 'x', HOST_TOKEN_FILE: '/f', OPERATOR_KEY: ' ' },
      undefined,
      { kind: 'host', hostUrl: 'ws://env', hostToken: { file: '/f' } },
    ],
  ] as const)('is %s', (_case, env, contextName, expected) => {
    expect(chooseConnection({ env, contexts, contextName })).toEqual(expected);
  });

  it('says what to do if nothing is chosen, and which contexts there are', () => {
    const nothing = (): unknown => chooseConnection({ env: {}, contexts: { contexts: {} } });
    expect(nothing).toThrow(/no cluster is chosen: start one with "unitctl up", .* HOST_URL/);
    for (const contextName of ['absent', 'constructor']) {
      const absent = (): unknown => chooseConnection({ env: {}, contexts, contextName });
      expect(absent).toThrow(/there is no context .*: expected one of local, tables/);
    }
  });
});

function faultOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected a fault');
}

describe(resolveConnection.name, () => {
  let folder: string;
  const warnings: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'node-unit-contexts-'));
    warnings.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string, mode = 0o600): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const resolve = (env: Record<string, string>) =>
    resolveConnection({ env: { HOST_URL: 'ws://h', ...env }, contexts }, (line) => warnings.push(line));

  it('reads the key, and the token whenever it is needed', () => {
    const keyPair = createKeyPair();
    const token = file('token', 'one\n');
    const connection = resolve({ HOST_TOKEN_FILE: token, OPERATOR_KEY_FILE: file('key', keyPair.privateKey) });
    writeFileSync(token, 'two\n');
    expect(connection).toMatchObject({ kind: 'host', hostUrl: 'ws://h', operatorKey: keyPair });
    const { hostToken } = connection as { hostToken: () => string };
    expect([hostToken(), warnings]).toEqual(['two', []]);
  });

  it('warns of a key that others may read', () => {
    const path = file('key', createKeyPair().privateKey, 0o644);
    resolve({ OPERATOR_KEY_FILE: path });
    expect(warnings).toEqual([`others may read ${path}: chmod 600 ${path}`]);
  });

  it('never quotes a secret that is not usable', () => {
    for (const env of [
      { OPERATOR_KEY: 'geheim0' },
      { OPERATOR_KEY_FILE: file('key', 'geheim0') },
      { HOST_URL: '', POSTGRES_URI: 'geheim0' },
      { HOST_URL: 'http://h?host_token=geheim0' },
    ]) {
      const fault = faultOf(() => resolve(env));
      expect(fault).toMatchObject({ exitCode: 2 });
      expect(fault.message).not.toContain('geheim0');
    }
  });

  it.each(['HOST_TOKEN_FILE', 'OPERATOR_KEY_FILE'])('says that %s is absent or empty', (name) => {
    expect(() => resolve({ [name]: join(folder, 'absent') })).toThrow(/cannot be read: ENOENT/);
    expect(() => resolve({ [name]: file('empty', '\n') })).toThrow(/expected one line/);
  });
});

describe('a change of the contexts', () => {
  const context = { host_url: 'ws://h' };

  it('makes the first one the current one', () => {
    expect(addContext({ contexts: {} }, 'one', context)).toEqual({ current: 'one', contexts: { one: context } });
    expect(addContext(contexts, 'two', context).current).toBe('local');
  });

  it('refuses a name that is taken, unknown or none', () => {
    expect(() => addContext(contexts, 'local', context)).toThrow(/there is a context local already/);
    expect(() => addContext(contexts, '--x y', context)).toThrow(/is no name for a context/);
    expect(() => useContext(contexts, 'absent')).toThrow(/known: local, tables/);
    expect(() => removeContext(contexts, 'toString')).toThrow(/there is no context/);
  });

  it('leaves none the current one that has been removed', () => {
    expect(removeContext(contexts, 'local')).toEqual({ contexts: { tables: contexts.contexts['tables'] } });
    expect(removeContext(contexts, 'tables').current).toBe('local');
  });
});
