import { InMemoryDeploymentStore, watchReplica } from '@node-unit/deployment';
import type { Membership } from '@node-unit/fleet';
import { BehaviorSubject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';

import { explainDeployment, type PlannedRound, type SchedulerOptions } from '../index.js';
import { deployment, settled } from './builders.js';
import { virtualRounds } from './virtualRounds.js';

interface Asked {
  readonly membership?: Membership;
  /** What happens to the rows and the list at a moment. */
  readonly then?: readonly (readonly [atMs: number, change: (rows: InMemoryDeploymentStore) => void])[];
  readonly membership$?: BehaviorSubject<Membership>;
  readonly askListed: NonNullable<SchedulerOptions['askListed']>;
}

const young = (...addresses: readonly string[]): Membership => ({ ...settled(...addresses), state: 'host_young' });

/** The addresses that node-unit `a` has released in 10 s, with the deployment that `x` is said to hold. */
async function releasedFrom({ membership = settled('a'), askListed, then = [], ...rest }: Asked) {
  const rows = new InMemoryDeploymentStore([deployment('1', { address: 'x' })]);
  const membership$ = rest.membership$ ?? new BehaviorSubject(membership);
  const scheduler = new VirtualTimeScheduler();
  for (const [atMs, change] of then) scheduler.schedule(() => change(rows), atMs);
  const released: (readonly string[])[] = [];
  const release = (addresses: readonly string[]) => {
    released.push(addresses);
    return rows.release(addresses);
  };
  const replica$ = watchReplica(rows);
  await virtualRounds({ rows, scheduler, membership$, replica$, release, askListed, intervalMs: 500, forMs: 10_000 });
  return released;
}

describe('who holds a deployment without being listed', () => {
  it('is not lost while the host lists it, however old the own list is', async () => {
    const asked: (readonly string[])[] = [];
    const askListed = (addresses: readonly string[]) =>
      Promise.resolve(asked.push(addresses) ? new Set(['x']) : new Set<string>());
    expect(await releasedFrom({ askListed })).toEqual([]);
    expect(asked.length).toBeGreaterThan(5);
    expect(new Set(asked.flat())).toEqual(new Set(['x']));
    // About once a second, not in each round.
    expect(asked.length).toBeLessThan(12);
  });

  it('is lost when the host does not list it either', async () => {
    expect(await releasedFrom({ askListed: () => Promise.resolve(new Set()) })).toEqual([['x']]);
  });

  it('is not lost without an answer', async () => {
    expect(await releasedFrom({ askListed: () => Promise.reject(new Error('no answer')) })).toEqual([]);
  });

  it('is lost at once, without asking, if it was listed and left', async () => {
    const membership$ = new BehaviorSubject(settled('a', 'x'));
    const left = { ...settled('a'), seenAddresses: new Set(['x']) };
    const askListed = () => Promise.reject(new Error('asked'));
    const rowsKnown = [100, () => membership$.next(left)] as const;
    expect(await releasedFrom({ membership$, askListed, then: [rowsKnown] })).toEqual([['x']]);
  });

  it('is asked about again when it has left, and then gets a deployment', async () => {
    const left = { ...settled('a'), seenAddresses: new Set(['x']) };
    const membership$ = new BehaviorSubject(settled('a', 'x'));
    const askListed = () => Promise.resolve(new Set(['x']));
    const released = await releasedFrom({
      membership$,
      askListed,
      then: [
        [100, () => membership$.next(left)],
        [150, (rows) => rows.put(deployment('2', { address: 'x' }))],
      ],
    });
    // What it had when it left; what it has got since proves that it is back.
    expect(released).toEqual([['x']]);
  });

  it('is not asked about while the host is young, unless it was listed', async () => {
    let asked = 0;
    const askListed = () => Promise.resolve(asked++ < 0 ? new Set(['x']) : new Set<string>());
    expect(await releasedFrom({ membership: young('a'), askListed })).toEqual([]);
    expect(asked).toBe(0);
  });

  it('is explained', async () => {
    const planned: PlannedRound[] = [];
    const rows = new InMemoryDeploymentStore([deployment('1', { address: 'x' })]);
    const askListed = () => Promise.resolve(new Set(['x']));
    const membership$ = new BehaviorSubject(settled('a'));
    await virtualRounds({ rows, membership$, askListed, onPlan: (each) => planned.push(each), forMs: 100 });
    const last = planned.at(-1);
    expect(last && explainDeployment(last, '1')).toMatchObject({
      kind: 'not_judged',
      reason: 'assigned',
      detail: 'it is assigned to x, which is not listed here; the host is asked whether it is online',
    });
  });
});
