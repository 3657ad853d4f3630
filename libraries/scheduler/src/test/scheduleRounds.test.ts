import type { Membership } from '@node-unit/fleet';
import { type DeploymentStore, InMemoryDeploymentStore, watchReplica } from '@node-unit/deployment';
import {
  BehaviorSubject,
  delay,
  filter,
  firstValueFrom,
  type Observable,
  Subject,
  take,
  timeout,
  toArray,
  VirtualTimeScheduler,
} from 'rxjs';
import { describe, expect, it } from 'vitest';

import { type RoundOutcome, scheduleRounds } from '../index.js';
import { countPolicy, deployment, settled } from './builders.js';
import { virtualRounds } from './virtualRounds.js';

const HOUR_MS = 3_600_000;

function rounds(store: InMemoryDeploymentStore, membership$: Observable<Membership>, self = 'a') {
  return scheduleRounds({
    self,
    policy: countPolicy,
    trusts: () => true,
    store,
    membership$,
    intervalMs: HOUR_MS,
    replica$: watchReplica(store),
  });
}

const claims = filter((outcome: RoundOutcome) => outcome.result.kind === 'claimed');

describe(scheduleRounds.name, () => {
  it('takes over a lost node-unit one deployment per round, without waiting for the interval', async () => {
    const store = new InMemoryDeploymentStore(['1', '2', '3'].map((id) => deployment(id, { address: 'b' })));
    const membership$ = new BehaviorSubject(settled('a', 'b'));
    const claimed = firstValueFrom(rounds(store, membership$).pipe(claims, take(3), toArray(), timeout(30_000)));
    membership$.next(settled('a'));
    expect((await claimed).map(({ trigger }) => trigger)).toEqual(['deployments', 'deployments', 'deployments']);
    expect(store.rows().map((row) => row.address)).toEqual(['a', 'a', 'a']);
  });

  it('acts on a change in the next round of the interval only, if told so, and numbers its rounds', async () => {
    const rows = new InMemoryDeploymentStore([deployment('1'), deployment('2')]);
    const membership$ = new BehaviorSubject(settled('a'));
    const outcomes = await virtualRounds({ rows, membership$, intervalMs: 5_000, triggers: 'interval', forMs: 15_000 });
    expect(outcomes.map(({ round, trigger, result }) => [round, trigger, result.kind])).toEqual([
      [1, 'interval', 'claimed'],
      [2, 'interval', 'claimed'],
      [3, 'interval', 'skipped'],
    ]);
  });

  it('comes back soon to what somebody held locked, although no change announces the end of the lock', async () => {
    const rows = new InMemoryDeploymentStore([deployment('1', { address: 'lost' })]);
    let calls = 0;
    const release: DeploymentStore['release'] = (addresses) => {
      calls += 1;
      return calls < 3 ? Promise.resolve({ released: [], refused: [], locked: ['1'] }) : rows.release(addresses);
    };
    const outcomes = await virtualRounds({ rows, release, intervalMs: HOUR_MS, forMs: 10_000 });
    expect(outcomes.map(({ lockedReleases, result }) => [lockedReleases, result.kind])).toEqual([
      [['1'], 'skipped'],
      [['1'], 'skipped'],
      [undefined, 'skipped'],
      [undefined, 'claimed'],
      [undefined, 'skipped'],
    ]);
  });

  it('does not forget its own claim while the store is slow to show it', async () => {
    const rows = new InMemoryDeploymentStore(['1', '2', '3', '4'].map((id) => deployment(id)));
    const scheduler = new VirtualTimeScheduler();
    const replica$ = watchReplica(rows).pipe(delay(200, scheduler));
    const outcomes = await virtualRounds({ rows, scheduler, replica$, forMs: 1_000 });
    expect(outcomes.filter(({ result }) => result.kind === 'claimed')).toHaveLength(1);
    const refused = outcomes.filter(({ result }) => result.kind === 'skipped' && result.reason === 'not_eligible');
    expect(refused.length).toBeGreaterThan(100);
  });

  it('goes on with the next candidate in the same round when somebody else was first', async () => {
    const rows = new InMemoryDeploymentStore([deployment('1'), deployment('2')]);
    const outcomes = await virtualRounds({ rows, claim: beatenOnce(rows), forMs: 100 });
    const outcome = outcomes.find(({ result }) => result.kind === 'claimed');
    expect(outcome?.attempts.map(({ claimed }) => claimed)).toEqual([false, true]);
    expect(outcome?.result).toMatchObject({ deploymentId: '2' });
  });

  it('claims what the eligible leave, once patience has run out', async () => {
    const rows = new InMemoryDeploymentStore([deployment('1'), deployment('2', { address: 'a' })]);
    const membership$ = new BehaviorSubject(settled('a', 'hung'));
    const patience = { rows, membership$, patienceMs: 10_000, coalesceMs: 0 };
    expect((await virtualRounds({ ...patience, forMs: 9_999 })).some(({ result }) => result.kind === 'claimed')).toBe(
      false,
    );
    const outcomes = await virtualRounds({ ...patience, forMs: 10_010 });
    const claimed = outcomes.find(({ result }) => result.kind === 'claimed');
    expect(claimed?.attempts[0]?.verdict).toMatchObject({
      eligible: ['hung', 'a'],
      patience: { waitedMs: 10_000, widenedBy: 1, leftMs: undefined },
    });
  });

  it('goes on after the errors of a store and of a policy, and says what they were', async () => {
    const rows = new InMemoryDeploymentStore([deployment('1')]);
    const membership$ = new BehaviorSubject(settled('a'));
    const faults = [new Error('connection lost'), new Error('no such column')];
    const claim: InMemoryDeploymentStore['claim'] = (...row) => {
      const fault = faults.shift();
      return fault ? Promise.reject(fault) : rows.claim(...row);
    };
    let ranked = 0;
    const rank: typeof countPolicy.rank = (...question) => {
      ranked += 1;
      if (ranked === 1) throw new Error('not today');
      return countPolicy.rank(...question);
    };
    const outcomes = await virtualRounds({ rows, membership$, claim, policy: { ...countPolicy, rank }, forMs: 30 });
    expect(outcomes.slice(0, 4).map(({ result }) => result)).toMatchObject([
      { reason: 'policy_error', detail: expect.stringContaining('not today') as string },
      { reason: 'store_unavailable', detail: 'connection lost' },
      { reason: 'store_unavailable', detail: 'no such column' },
      { kind: 'claimed', deploymentId: '1' },
    ]);
  });

  it('finishes the round that is under way when it is told to stop, so that no claim goes unnoticed', async () => {
    const store = new InMemoryDeploymentStore([deployment('1'), deployment('2')]);
    const stop$ = new Subject<void>();
    const slow = {
      release: store.release.bind(store),
      claim: async (...claim: Parameters<typeof store.claim>) => {
        stop$.next();
        await new Promise((resolve) => setImmediate(resolve));
        return store.claim(...claim);
      },
    };
    const outcomes = await firstValueFrom(
      scheduleRounds({
        self: 'a',
        policy: countPolicy,
        trusts: () => true,
        store: slow,
        intervalMs: 5,
        stop$,
        membership$: new BehaviorSubject(settled('a')),
        replica$: watchReplica(store),
      }).pipe(toArray(), timeout(30_000)),
    );
    expect(outcomes.at(-1)?.result).toMatchObject({ kind: 'claimed', deploymentId: '1' });
    expect(store.rows().map((row) => row.address)).toEqual(['a', '']);
  });

  it('makes one more round, not many, of everything that happens during a round', async () => {
    const store = new InMemoryDeploymentStore([deployment('1')]);
    const claimEntered$ = new Subject<void>();
    let finishClaim = (): void => undefined;
    const slow = {
      release: store.release.bind(store),
      claim: () => {
        claimEntered$.next();
        return new Promise<{ outcome: 'conflict' }>((done) => (finishClaim = () => done({ outcome: 'conflict' })));
      },
    };
    const membership$ = new BehaviorSubject(settled('a'));
    const outcomes: RoundOutcome[] = [];
    const entered = firstValueFrom(claimEntered$.pipe(timeout(30_000)));
    const subscription = scheduleRounds({
      self: 'a',
      policy: countPolicy,
      trusts: () => true,
      store: slow,
      intervalMs: HOUR_MS,
      coalesceMs: 0,
      membership$,
      replica$: watchReplica(store),
    }).subscribe((outcome) => outcomes.push(outcome));
    await entered;
    for (let burst = 0; burst < 50; burst += 1) {
      membership$.next(settled('a'));
      await Promise.resolve();
    }
    await new Promise((resolve) => setImmediate(resolve));
    store.remove('1');
    finishClaim();
    await expect.poll(() => outcomes.length).toBe(2);
    subscription.unsubscribe();
    expect(outcomes.map(({ result }) => result)).toMatchObject([
      { reason: 'claim_conflict' },
      { reason: 'no_candidate' },
    ]);
  });

  it('goes on after a round that threw what nobody expected', async () => {
    const store = new InMemoryDeploymentStore([deployment('1')]);
    let plans = 0;
    const outcomes = await firstValueFrom(
      scheduleRounds({
        self: 'a',
        policy: countPolicy,
        trusts: () => true,
        store,
        intervalMs: 5,
        triggers: 'interval',
        membership$: new BehaviorSubject(settled('a')),
        replica$: watchReplica(store),
        onPlan: () => {
          plans += 1;
          if (plans === 1) throw new Error('a fault of ours');
        },
      }).pipe(take(2), toArray(), timeout(30_000)),
    );
    expect(outcomes.map(({ round, result }) => ({ round, ...result }))).toMatchObject([
      { round: 1, kind: 'skipped', reason: 'internal_error', detail: 'a fault of ours' },
      { round: 2, kind: 'claimed' },
    ]);
  });
});

/** The first claim finds that another node-unit has just taken the row. */
function beatenOnce(store: InMemoryDeploymentStore): InMemoryDeploymentStore['claim'] {
  let beaten = false;
  return async (deploymentId, address) => {
    if (!beaten) await store.claim(deploymentId, 'b');
    beaten = true;
    return store.claim(deploymentId, address);
  };
}
