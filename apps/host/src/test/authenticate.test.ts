import {
  answerChallenge,
  createChallenge,
  createKeyPair,
  issueWorkloadCredential,
  type KeyPair,
  sign,
} from '@node-unit/credentials';
import { describe, expect, it } from 'vitest';

import {
  type Admission,
  authenticateAnswer,
  type Authentication,
  authenticatePlain,
  wantedId,
} from '../credentials/authenticate.js';

const BAD_TOKEN = 'Authentication failed: Invalid or expired token';
const BAD_SIGNATURE = 'Authentication failed: Invalid signature';
const NOT_RUN = 'Authentication failed: the node-unit of this workload does not run it now';

const admissionOf = (token?: string, others: Partial<Admission> = {}): Admission => ({
  tokens: token === undefined ? [] : ['new one', token],
  legacyMembers: true,
  runs: () => true,
  ...others,
});

function verdictOf(authentication: Authentication): string {
  return authentication.kind === 'accepted' ? authentication.principal.class : authentication.reason;
}

function plainly(url: string, headers: Record<string, string> = {}, admission = admissionOf()): string {
  const presented = { url, headers };
  return verdictOf(authenticatePlain(presented, wantedId(presented), admission));
}

describe('the token of a host, without a challenge', () => {
  const good = 'host_token=secret';
  const bad = 'host_token=nope';
  const BAD_TOKEN_IN_URL = `${BAD_TOKEN} (in a URL, write %25 for %, %26 for & and %23 for #)`;

  it.each([
    ['none', '/', {}, BAD_TOKEN],
    ['query', `/?${good}`, {}, 'member'],
    ['query, wrong', `/?${bad}`, {}, BAD_TOKEN],
    ['query, wrong, with a character that may have been misread', '/?host_token=a%25b', {}, BAD_TOKEN_IN_URL],
    ['query, empty', '/?host_token=', {}, BAD_TOKEN],
    ['query, longer', `/?${good}s`, {}, BAD_TOKEN],
    ['bearer', '/', { authorization: 'Bearer secret' }, 'member'],
    ['bearer in small letters', '/', { authorization: 'bearer secret' }, BAD_TOKEN],
    ['header', '/', { host_token: 'secret' }, 'member'],
    ['good header, wrong bearer', '/', { host_token: 'secret', authorization: 'Bearer nope' }, 'member'],
    ['wrong header, good bearer', '/', { host_token: 'nope', authorization: 'Bearer secret' }, BAD_TOKEN],
    ['good bearer, wrong query', `/?${bad}`, { authorization: 'Bearer secret' }, 'member'],
    ['wrong bearer, good query', `/?${good}`, { authorization: 'Bearer nope' }, BAD_TOKEN],
  ])('%s', (_case, url, headers, expected) => expect(plainly(url, headers, admissionOf('secret'))).toBe(expected));

  it.each(['a+b/c==', 'a b', '50%', '%41', 'a&b', 'a#b', 'Schlüssel 密钥'])('is %s, encoded in any way', (token) => {
    const admission = admissionOf(token);
    const form = new URLSearchParams({ host_token: token }).toString();
    const utf8 = Buffer.from(token).toString('latin1');
    expect(plainly(`/?host_token=${encodeURIComponent(token)}`, {}, admission)).toBe('member');
    expect(plainly(`/?${form}`, {}, admission)).toBe('member');
    expect(plainly('/', { authorization: `Bearer ${utf8}` }, admission)).toBe('member');
    expect(plainly('/', { host_token: utf8 }, admission)).toBe('member');
  });

  it('may have a + and is not another one with a space', () => {
    expect(plainly('/?host_token=a+b/c==', {}, admissionOf('a+b/c=='))).toBe('member');
    expect(plainly('/?host_token=a%20b', {}, admissionOf('a+b'))).toBe(BAD_TOKEN_IN_URL);
    expect(plainly('/?host_token=a%2Bb', {}, admissionOf('a b'))).toBe(BAD_TOKEN_IN_URL);
  });

  it('fits into the reason of a close frame with what it has to look like in a URL', () => {
    expect(BAD_TOKEN_IN_URL.length).toBeLessThanOrEqual(120);
  });

  it('is not asked for by a host that has none', () => expect(plainly('/')).toBe('member'));

  it('is not enough for a host that lets members in by challenge only', () => {
    expect(plainly(`/?${good}`, {}, admissionOf('secret', { legacyMembers: false }))).toMatch(/by challenge only/);
  });
});

describe('the id of a terminal, without a challenge', () => {
  const { publicKey, privateKey } = createKeyPair();
  const url = (signature: string, rest = '') => `/?terminal_id=${publicKey}&signature=${signature}${rest}`;

  it.each([
    ['signature of the empty token', url(sign('', privateKey)), {}, 'member'],
    ['signature of the token', url(sign('x y', privateKey), '&host_token=x+y'), {}, 'member'],
    ['signature of another token', url(sign('', privateKey), '&host_token=x'), {}, BAD_SIGNATURE],
    ['token in a header, signature of it', url(sign('x', privateKey)), { host_token: 'x' }, 'member'],
    ['token in a header, signature of nothing', url(sign('', privateKey)), { host_token: 'x' }, BAD_SIGNATURE],
    [
      'token in a header, another in the URL',
      url(sign('y', privateKey), '&host_token=y'),
      { host_token: 'x' },
      BAD_SIGNATURE,
    ],
    ['signature by another key', url(sign('', createKeyPair().privateKey)), {}, BAD_SIGNATURE],
    ['no signature', `/?terminal_id=${publicKey}`, {}, BAD_SIGNATURE],
    ['nonsense for a signature', url('0OIl'), {}, BAD_SIGNATURE],
    ['the id of the host', '/?terminal_id=%40host', {}, 'Authentication failed: Reserved terminal id'],
    ['any other text', '/?terminal_id=anything', {}, 'member'],
    ['a very long text', `/?terminal_id=${'x'.repeat(257)}`, {}, expect.stringContaining('at most 256') as string],
    ['a request target that is no path', '//', {}, 'member'],
    ['broken percent encoding', '/%?terminal_id=%E0%A4%A', {}, 'member'],
  ])('%s', (_case, target, headers, expected) => expect(plainly(target, headers)).toEqual(expected));

  it('is shown by a signature of what a terminal reads in its URL, which may be a space for a +', () => {
    const target = url(sign('x y', privateKey), '&host_token=x+y');
    expect(plainly(target, {}, admissionOf('x+y'))).toBe('member');
    expect(plainly(target, {}, admissionOf('x y'))).toBe('member');
  });

  it('is made up for those who give none, a new one each', () => {
    const idOf = (target: string): string => wantedId({ url: target, headers: {} });
    expect(idOf('/')).toMatch(/^[0-9a-f-]{36}$/);
    expect(idOf('/?terminal_id=')).not.toBe(idOf('/'));
    expect(idOf('/a/b?x=1&terminal_id=custom+id%2F%C3%BC')).toBe('custom id/ü');
  });
});

describe('the answer to a challenge', () => {
  const keyPair = createKeyPair();
  const challenge = createChallenge();
  const judge = (answer: object, id = keyPair.publicKey, admission = admissionOf('secret')): string =>
    verdictOf(authenticateAnswer({ ...answer }, challenge, id, admission));

  it('lets a member in that owns its id and knows the token', () => {
    expect(judge(answerChallenge(challenge, keyPair, 'secret'))).toBe('member');
    expect(judge(answerChallenge(challenge, keyPair, undefined), keyPair.publicKey, admissionOf())).toBe('member');
  });

  it.each<[string, object, string]>([
    ['another token', answerChallenge(challenge, keyPair, 'guess'), BAD_TOKEN],
    ['no token', answerChallenge(challenge, keyPair, undefined), BAD_TOKEN],
    ['another challenge', answerChallenge(createChallenge(), keyPair, 'secret'), BAD_SIGNATURE],
    ['another key', answerChallenge(challenge, createKeyPair(), 'secret'), BAD_SIGNATURE],
    ['the signature of a URL', { signature: sign('secret', keyPair.privateKey) }, BAD_SIGNATURE],
    ['nothing', {}, BAD_SIGNATURE],
    ['numbers', { signature: 1, tokenProof: 2 }, BAD_SIGNATURE],
  ])('refuses %s', (_case, answer, expected) => expect(judge(answer)).toBe(expected));

  it('is for ids that are public keys', () => {
    expect(judge(answerChallenge(challenge, keyPair, 'secret'), 'storage')).toMatch(/expected a public key/);
  });
});

describe('the credential of a workload', () => {
  const nodeUnit = createKeyPair();
  const workload = createKeyPair();
  const challenge = createChallenge();
  const credentialOf = (terminalId: string, issuer: KeyPair = nodeUnit): string =>
    issueWorkloadCredential({ terminalId, deploymentId: 'd', claimEpoch: 3 }, issuer);
  const credential = credentialOf(workload.publicKey);
  const plainUrl = (token: string, { publicKey, privateKey } = workload): string =>
    `/?terminal_id=${publicKey}&host_token=${token}&signature=${sign(token, privateKey)}`;
  const answer = (token: string, { runs }: Partial<Admission> = {}): Authentication => {
    const admission = admissionOf('secret', { legacyMembers: false, ...(runs && { runs }) });
    return authenticateAnswer(
      { ...answerChallenge(challenge, workload, token) },
      challenge,
      workload.publicKey,
      admission,
    );
  };

  it('makes a workload of its deployment, with a challenge and without', () => {
    const claims = { terminalId: workload.publicKey, deploymentId: 'd', claimEpoch: 3, nodeUnit: nodeUnit.publicKey };
    expect(answer(credential)).toMatchObject({ kind: 'accepted', principal: { class: 'workload', claims } });
    expect(plainly(plainUrl(credential), {}, admissionOf('secret', { legacyMembers: false }))).toBe('workload');
    expect(plainly(plainUrl(credential), {}, admissionOf())).toBe('workload');
  });

  it('is of no use to another key, nor once its node-unit does not run it', () => {
    const thief = createKeyPair();
    expect(plainly(plainUrl(credential, thief))).toBe('Authentication failed: Invalid workload credential');
    expect(verdictOf(answer(credentialOf(thief.publicKey)))).toBe('Authentication failed: Invalid workload credential');
    expect(verdictOf(answer(credential, { runs: () => false }))).toBe(NOT_RUN);
  });

  it.each([
    'workload.',
    'workload.e30.1',
    `${credential}1`,
    credential.replace('workload.', 'workload.A'),
    `workload.${'A'.repeat(5_000)}.1`,
  ])('refuses %#', (bad) => expect(verdictOf(answer(bad))).toBe('Authentication failed: Invalid workload credential'));
});
