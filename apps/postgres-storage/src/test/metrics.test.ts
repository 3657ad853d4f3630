import type { DeploymentReplica } from '@node-unit/deployment';
import { aDeployment } from '@node-unit/deployment/testing';
import type { Membership } from '@node-unit/fleet';
import { aNodeUnit } from '@node-unit/fleet/testing';
import type { Metrics } from '@node-unit/app-runtime';
import type { ServiceHandler, ServiceReply, ServiceRequest } from '@node-unit/protocol';
import { concat, from, lastValueFrom, NEVER, of, Subscription, throwError, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { countRequests } from '../metrics/countRequests.js';
import { countRows, goneAddresses } from '../metrics/countRows.js';
import type { StorageMetric } from '../metrics/metrics.js';

const rows = [
  aDeployment({ id: '1', address: '' }),
  aDeployment({ id: '2', address: 'here' }),
  aDeployment({ id: '3', address: 'gone' }),
  aDeployment({ id: '4', address: 'gone' }),
  aDeployment({ id: '5', address: 'gone too', enabled: false }),
  aDeployment({ id: '6', address: '', type: 'daemon' }),
];
const replica: DeploymentReplica = {
  state: 'current',
  deployments: new Map(rows.map((row) => [row.id, row])),
  invalid: new Map([['7', 'type must be deployment or daemon']]),
};
const membership = (state: Membership['state'], seen: readonly string[] = []): Membership => ({
  state,
  nodeUnits: [aNodeUnit('here')],
  seenAddresses: new Set(seen),
});

describe(goneAddresses, () => {
  it.each([
    ['settled', [], ['gone']],
    ['host_young', [], []],
    ['host_young', ['gone'], ['gone']],
    ['joining', ['gone'], []],
    ['disconnected', ['gone'], []],
  ] as const)('while the membership is %s and has seen %j are %j', (state, seen, gone) => {
    expect([...goneAddresses(replica, membership(state, seen))]).toEqual(gone);
  });

  it('are none while nothing is known', () => {
    expect(goneAddresses(replica, undefined).size).toBe(0);
    expect(goneAddresses({ ...replica, state: 'stale', reason: 'down' }, membership('settled')).size).toBe(0);
  });
});

describe(countRows, () => {
  it('counts what nobody runs, daemons apart', () => {
    const counts = { unassigned: 1, lost: 2, disabled: 1, invalid: 1 };
    expect(countRows(replica, new Set(['gone', 'gone too']))).toEqual(counts);
  });

  it('does not count what is not known', () => {
    expect(countRows({ state: 'loading' }, new Set())).toBeUndefined();
    expect(countRows({ ...replica, state: 'stale', reason: 'down' }, new Set())).toBeUndefined();
  });
});

describe(countRequests, () => {
  const reply = (code: number | string): ServiceReply => ({ res: { code, message: 'm' } });

  function open(handler: ServiceHandler) {
    const counted: unknown[] = [];
    const observed: unknown[] = [];
    const metrics: Metrics<StorageMetric> = {
      count: (name, labels) => counted.push([name, labels]),
      observe: (name, _value, labels) => observed.push([name, labels]),
      read: () => undefined,
      scrape: () => Promise.reject(new Error('nobody scrapes')),
    };
    let offered: ServiceHandler = () => [];
    const terminal = countRequests(
      {
        terminalId: 'storage',
        connection$: NEVER,
        terminalInfos$: NEVER,
        offerService: (_service, counting) => {
          offered = counting;
          return new Subscription();
        },
      },
      metrics,
    );
    terminal.offerService({ method: 'M', schema: {} }, handler);
    return { ask: () => from(offered({} as ServiceRequest)), counted, observed };
  }

  it.each([
    [0, 'ok'],
    [400, 'refused'],
    [403, 'refused'],
    [503, 'failed'],
    ['REFUSED', 'failed'],
  ])('counts a response with the code %s as %s, once', async (code, outcome) => {
    const { ask, counted, observed } = open(() => of({ frame: 1 }, reply(code)));
    expect(await lastValueFrom(ask().pipe(toArray()))).toEqual([{ frame: 1 }, reply(code)]);
    expect(counted).toEqual([['node_unit_storage_requests_total', { method: 'M', outcome }]]);
    expect(observed).toEqual([['node_unit_storage_request_duration_seconds', { method: 'M' }]]);
  });

  it('counts an error as failed, and what the requester ends as ended', async () => {
    const failing = open(() => throwError(() => new Error('no')));
    await expect(lastValueFrom(failing.ask())).rejects.toThrow('no');
    expect(failing.counted).toEqual([['node_unit_storage_requests_total', { method: 'M', outcome: 'failed' }]]);
    const watched = open(() => concat(of({ frame: 1 }), NEVER));
    watched.ask().subscribe().unsubscribe();
    expect(watched.counted).toEqual([['node_unit_storage_requests_total', { method: 'M', outcome: 'ended' }]]);
    expect(watched.observed).toEqual([]);
  });
});
