import { map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';

import { type HostConnectionState, type Membership, settleMembership } from '../index.js';
import { aNodeUnit } from '../testing.js';

const units = [aNodeUnit('a')];
const connections: Record<string, HostConnectionState> = {
  d: { state: 'disconnected' },
  n: { state: 'connected', hostUptimeMs: 0 },
  m: { state: 'connected', hostUptimeMs: 6_000 },
  o: { state: 'connected', hostUptimeMs: 60_000 },
  u: { state: 'connected', hostUptimeMs: undefined },
};
const online = { nodeUnits: units, seenAddresses: new Set(['a']) };
const states: Record<string, Membership> = {
  d: { state: 'disconnected', nodeUnits: units, seenAddresses: new Set() },
  j: { state: 'joining', ...online },
  y: { state: 'host_young', ...online },
  s: { state: 'settled', ...online },
};

describe(settleMembership.name, () => {
  it.each([
    ['a host that has just started', 'n', 'j 1999ms y 7999ms s'],
    ['a host that started a while ago', 'm', 'j 1999ms y 1999ms s'],
    ['a host that has been up for long', 'o', 'j 1999ms s'],
    ['a host that does not say', 'u', 'j 1999ms y 7999ms s'],
    ['a connection that is lost while it settles', 'n 2999ms d', 'j 1999ms y 999ms d'],
    ['a host that restarts', 'o 2999ms d 999ms n', 'j 1999ms s 999ms d 999ms j 1999ms y 7999ms s'],
  ])('%s', (_case, connection, expected) => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ cold, hot, expectObservable }) => {
      const membership$ = settleMembership(cold(connection, connections), hot('a', { a: units }));
      expectObservable(membership$, '^ 20s !').toBe(expected, states);
    });
  });

  it('remembers whom the host has listed, until the connection is lost', () => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ cold, hot, expectObservable }) => {
      const lists = { a: [aNodeUnit('a')], b: [aNodeUnit('b')] };
      const seen$ = settleMembership(cold('o 99ms d 99ms o', connections), hot('a 49ms b', lists)).pipe(
        map(({ seenAddresses }) => [...seenAddresses].join()),
      );
      const expected = { a: 'a', b: 'a,b', c: '', d: 'b' };
      expectObservable(seen$, '^ 300ms !').toBe('a 49ms b 49ms c 99ms d', expected);
    });
  });
});
