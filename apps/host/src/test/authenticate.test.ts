import { createKeyPair, sign } from '@node-unit/protocol';
import { describe, expect, it } from 'vitest';

import { authenticate } from '../connections/authenticate.js';

const BAD_TOKEN = 'Authentication failed: Invalid or expired token';
const BAD_SIGNATURE = 'Authentication failed: Invalid signature';

function verdictOf(url: string, headers: Record<string, string> = {}, token?: string): string {
  const authentication = authenticate({ url, headers }, token);
  return authentication.kind === 'accepted' ? 'open' : authentication.reason;
}

describe('the token of a host', () => {
  const good = 'host_token=secret';
  const bad = 'host_token=nope';

  it.each([
    ['none', '/', {}, BAD_TOKEN],
    ['query', `/?${good}`, {}, 'open'],
    ['query, wrong', `/?${bad}`, {}, BAD_TOKEN],
    ['query, empty', '/?host_token=', {}, BAD_TOKEN],
    ['query, longer', `/?${good}s`, {}, BAD_TOKEN],
    ['bearer', '/', { authorization: 'Bearer secret' }, 'open'],
    ['bearer in small letters', '/', { authorization: 'bearer secret' }, BAD_TOKEN],
    ['header', '/', { host_token: 'secret' }, 'open'],
    ['good header, wrong bearer', '/', { host_token: 'secret', authorization: 'Bearer nope' }, 'open'],
    ['wrong header, good bearer', '/', { host_token: 'nope', authorization: 'Bearer secret' }, BAD_TOKEN],
    ['good bearer, wrong query', `/?${bad}`, { authorization: 'Bearer secret' }, 'open'],
    ['wrong bearer, good query', `/?${good}`, { authorization: 'Bearer nope' }, BAD_TOKEN],
  ])('%s', (_case, url, headers, expected) => expect(verdictOf(url, headers, 'secret')).toBe(expected));

  it('is not asked for by a host that has none', () => expect(verdictOf('/')).toBe('open'));
});

describe('the id of a terminal', () => {
  const { publicKey, privateKey } = createKeyPair();
  const url = (signature: string, rest = '') => `/?terminal_id=${publicKey}&signature=${signature}${rest}`;

  it.each([
    ['signature of the empty token', url(sign('', privateKey)), 'open'],
    ['signature of the token', url(sign('x y', privateKey), '&host_token=x+y'), 'open'],
    ['signature of another token', url(sign('', privateKey), '&host_token=x'), BAD_SIGNATURE],
    ['signature by another key', url(sign('', createKeyPair().privateKey)), BAD_SIGNATURE],
    ['no signature', `/?terminal_id=${publicKey}`, BAD_SIGNATURE],
    ['nonsense for a signature', url('0OIl'), BAD_SIGNATURE],
    ['the id of the host', '/?terminal_id=%40host', 'Authentication failed: Reserved terminal id'],
    ['any other text', '/?terminal_id=anything', 'open'],
    ['a request target that is no path', '//', 'open'],
    ['broken percent encoding', '/%?terminal_id=%E0%A4%A', 'open'],
  ])('%s', (_case, target, expected) => expect(verdictOf(target)).toBe(expected));

  it('is made up for those who give none, a new one each', () => {
    const idOf = (target: string): string => {
      const authentication = authenticate({ url: target, headers: {} }, undefined);
      return authentication.kind === 'accepted' ? authentication.terminalId : '';
    };
    expect(idOf('/')).toMatch(/^[0-9a-f-]{36}$/);
    expect(idOf('/?terminal_id=')).not.toBe(idOf('/'));
    expect(idOf('/a/b?x=1&terminal_id=custom+id%2F%C3%BC')).toBe('custom id/ü');
  });
});
