import { createKeyPair, type KeyPair, type OperatorRoute, signOperatorRequest } from '@node-unit/credentials';
import { describe, expect, it } from 'vitest';

import { OperatorGate } from '../OperatorGate.js';

const NOW_MS = 1_000_000;
const operator = createKeyPair();
const route: OperatorRoute = { terminalId: 'terminal', storageId: 'storage' };

const signed = (issuedAtMs = NOW_MS, key: KeyPair = operator) =>
  signOperatorRequest({ content: '{}', issuedAtMs }, route, key);
const open = (...operators: readonly string[]) =>
  new OperatorGate(operators.length > 0 ? operators : [operator.publicKey]);

describe(OperatorGate.name, () => {
  it('accepts what an operator has signed, once', () => {
    const gate = open();
    const request = signed();
    expect(gate.refusalOf(request, route, NOW_MS)).toBeUndefined();
    expect(gate.refusalOf(request, route, NOW_MS)).toBe('this request was sent before');
    expect(gate.refusalOf(request, route, NOW_MS + 120_000)).toBe('this request was sent before');
    expect(gate.refusalOf(request, route, NOW_MS + 120_001)).toMatch(/clocks/);
    expect(gate.refusalOf(signed(), route, NOW_MS)).toBeUndefined();
  });

  it('refuses everybody else', () => {
    expect(open().refusalOf(signed(NOW_MS, createKeyPair()), route, NOW_MS)).toMatch(/is not the public key/);
    expect(new OperatorGate([]).refusalOf(signed(), route, NOW_MS)).toMatch(/has no operators/);
    const borrowed = { ...signed(NOW_MS, createKeyPair()), operator: operator.publicKey };
    expect(open().refusalOf(borrowed, route, NOW_MS)).toBe('the signature is not that of the operator');
  });

  it.each([-120_001, 120_001, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a clock that is %d ms apart',
    (apartMs) => {
      expect(open().refusalOf(signed(NOW_MS + apartMs), route, NOW_MS)).toMatch(/clocks/);
    },
  );

  it.each([
    { ...route, terminalId: 'another' },
    { ...route, storageId: 'another' },
  ])('refuses a request of another route: %j', (other) => {
    expect(open().refusalOf(signed(), other, NOW_MS)).toBe('the signature is not that of the operator');
  });

  it.each([
    { content: '{"kind":"remove"}' },
    { issuedAtMs: NOW_MS + 1 },
    { nonce: 'another nonce' },
    { signature: '' },
    { signature: 'no base64 %' },
  ])('refuses a request that was changed, and does not remember it: %j', (change) => {
    const gate = open();
    const request = signed();
    expect(gate.refusalOf({ ...request, ...change }, route, NOW_MS)).toBe('the signature is not that of the operator');
    expect(gate.refusalOf(request, route, NOW_MS)).toBeUndefined();
  });
});
