import { createExchangeKeyPair, createKeyPair, sharedKey, sign, verify } from '@node-unit/credentials';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Message, SharedKey, Terminal } from '../index.js';
import { awaitValue, TestHost } from './TestHost.js';

let host: TestHost;
let terminal: Terminal;
let agreed: SharedKey[];
beforeEach(async () => {
  host = await new TestHost().start();
  agreed = [];
  terminal = await host.connected({ onSharedKey: (key) => agreed.push(key) });
});
afterEach(() => host.dispose());

let traces = 0;

async function ask(method: string, req: object): Promise<Message> {
  const trace_id = `trace ${(traces += 1)}`;
  host.send({ trace_id, method, req });
  return awaitValue(host.received$, (message) => message.trace_id === trace_id && message.res !== undefined);
}

describe('Metrics', () => {
  it('are measured ten times in a second for one terminal', async () => {
    // More than in two seconds, so that a new second does not matter.
    const asked = Array.from({ length: 21 }, () => ask('Metrics', {}));
    const codes = (await Promise.all(asked)).map(({ res }) => res?.code);
    expect(codes.filter((code) => code === 0).length).toBeGreaterThanOrEqual(10);
    expect(codes).toContain(429);
  });

  it('says what the process uses, in the text format of Prometheus', async () => {
    const { res } = await ask('Metrics', { terminal_id: terminal.terminalId });
    const { metrics } = res?.data as { metrics: string };
    const values = [...metrics.matchAll(/^(\w+) ([\d.e+-]+)$/gm)].map(([, name, value]) => [name, Number(value)]);
    const byName = Object.fromEntries(values) as Record<string, number>;
    expect(byName['process_resident_memory_bytes']).toBeGreaterThan(1_000_000);
    expect(Math.abs((byName['process_start_time_seconds'] ?? 0) - Date.now() / 1_000)).toBeLessThan(3_600);
    for (const line of metrics.split('\n')) {
      expect(line).toMatch(/^$|^# HELP \w+ .+$|^# TYPE \w+ (counter|gauge)$|^\w+ \d+(\.\d+)?$/);
    }
    expect((await ask('Metrics', {})).res?.code).toBe(0);
  });

  it("refuses a request for another terminal's", async () => {
    expect((await ask('Metrics', { terminal_id: 'another' })).res?.message).toBe('Bad Request: No Matching Service');
  });
});

describe('HandShake', () => {
  const identity = createKeyPair();
  const exchange = createExchangeKeyPair();
  const request = {
    x25519_public_key: exchange.publicKey,
    public_key: identity.publicKey,
    signature: sign(exchange.publicKey, identity.privateKey),
  };
  const handShake = (req: object): Promise<Message> => ask(`HandShake/${terminal.terminalId}`, req);

  it('agrees on a key, and both sides know whose it is', async () => {
    const { res } = await handShake(request);
    const answer = res?.data as { x25519_public_key: string; signature: string };
    const signed = exchange.publicKey + answer.x25519_public_key;
    expect(verify(signed, answer.signature, terminal.terminalId)).toBe(true);
    const key = sharedKey(answer.x25519_public_key, exchange.privateKey);
    expect(agreed).toEqual([{ publicKey: identity.publicKey, key }]);
  });

  it('agrees on another key every time', async () => {
    await handShake(request);
    await handShake(request);
    expect(new Set(agreed.map(({ key }) => key)).size).toBe(2);
  });

  it.each([
    ['a signature of something else', { ...request, signature: sign('', identity.privateKey) }, 403],
    ["somebody else's key", { ...request, public_key: createKeyPair().publicKey }, 403],
    ['no signature', { x25519_public_key: exchange.publicKey }, 400],
    ['no X25519 key', { ...request, x25519_public_key: 'abc', signature: sign('abc', identity.privateKey) }, 400],
  ])('refuses %s', async (_case, req, code) => {
    expect((await handShake(req)).res?.code).toBe(code);
    expect(agreed).toEqual([]);
  });

  it('is refused to those who ask for it all the time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => handShake(request)));
    expect(answers.some(({ res }) => res?.code === 429)).toBe(true);
    expect(answers[0]?.res?.code).toBe(0);
  });
});
