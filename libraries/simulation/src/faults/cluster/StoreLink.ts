import {
  applyDeploymentChange,
  type ClaimResult,
  type Deployment,
  type DeploymentReplica,
  DeploymentStoreError,
  type ReleaseResult,
} from '@node-unit/deployment';
import { BehaviorSubject, type Observable, Subscription } from 'rxjs';

import type { WriteCause } from '../FaultHistory.js';
import type { FaultyStore } from './FaultyStore.js';
import { SILENCE_MS } from './HostLink.js';
import type { Line } from './Line.js';
import type { MachineClock } from './MachineClock.js';

/** What a connection to the store is made of. */
export interface StoreLinkParts {
  readonly store: FaultyStore;
  readonly line: Line;
  readonly clock: MachineClock;
  readonly random: () => number;
  /** Of the round that is under way. */
  readonly cause: () => WriteCause;
}

const RETRY_MS = 1_000;
/** Whatever was missed is there again after this time. */
const HEALED_MS = 60_000;

/**
 * The connection of one agent to the store.
 *
 * @remarks
 * A replica that has missed nothing is the same value for everybody, so that many agents need no more memory than one.
 */
export class StoreLink {
  public readonly replica$: Observable<DeploymentReplica>;

  readonly #parts: StoreLinkParts;
  readonly #replica$ = new BehaviorSubject<DeploymentReplica>({ state: 'loading' });
  readonly #life = new Subscription();
  /** What was read last for this agent, at the store. */
  #read: DeploymentReplica = { state: 'loading' };
  /** The changed rows that this agent was not told of. */
  readonly #missed = new Map<string, number>();
  #feed: Subscription | undefined;
  #told = 0;
  #heard = 0;

  public constructor(parts: StoreLinkParts) {
    this.#parts = parts;
    this.replica$ = this.#replica$;
  }

  public connect(): void {
    const { store, line, clock, random } = this.#parts;
    if (this.#life.closed) return;
    if (line.isCut || !store.isUp) return this.#retry();
    const feed = new Subscription();
    this.#feed = feed;
    this.#life.add(feed);
    feed.add(store.stopped$.subscribe(() => line.toMachine(() => this.#lost(feed))));
    feed.add(store.changedIds$.subscribe((ids) => this.#notify(feed, ids)));
    const heal = (): void => {
      this.#snapshot(feed);
      clock.afterAll(HEALED_MS, () => !feed.closed && heal());
    };
    clock.afterAll(random() * HEALED_MS, () => !feed.closed && heal());
    this.#snapshot(feed);
  }

  public claim(...claim: readonly [id: string, address: string, epoch?: number]): Promise<ClaimResult> {
    return this.#call((cause) => this.#parts.store.claim(cause, claim));
  }

  public release(lostAddresses: readonly string[]): Promise<ReleaseResult> {
    return this.#call((cause) => this.#parts.store.release(cause, lostAddresses));
  }

  /** Nothing has come for too long. */
  public giveUp(): void {
    if (this.#feed) this.#lost(this.#feed);
  }

  public end(): void {
    this.#life.unsubscribe();
  }

  #notify(feed: Subscription, ids: readonly string[]): void {
    const { line, random, clock } = this.#parts;
    const [copies, mostMs] = [line.copies(), line.conditions.mostDelayMs(line.nowMs)];
    if (copies > 0 && mostMs === 0 && this.#missed.size === 0) return this.#tell(feed, this.#parts.store.replica);
    for (const id of ids) this.#missed.set(id, (this.#missed.get(id) ?? 0) + 1);
    for (let copy = 0; copy < copies; copy += 1) {
      // The rows are read when the notification arrives there.
      if (mostMs === 0) this.#readRows(feed, ids, copy);
      else clock.afterAll(random() * mostMs, () => this.#readRows(feed, ids, copy));
    }
  }

  #readRows(feed: Subscription, ids: readonly string[], copy: number): void {
    if (feed.closed) return;
    for (const id of copy === 0 ? ids : []) {
      const left = (this.#missed.get(id) ?? 1) - 1;
      if (left > 0) this.#missed.set(id, left);
      else this.#missed.delete(id);
    }
    const { replica } = this.#parts.store;
    if (this.#missed.size === 0) return this.#tell(feed, replica);
    const upserted = ids.flatMap((id): readonly Deployment[] => {
      const row = replica.deployments.get(id);
      return row ? [row] : [];
    });
    this.#tell(feed, applyDeploymentChange(this.#read, { kind: 'delta', upserted, removedIds: [] }));
  }

  #snapshot(feed: Subscription): void {
    this.#missed.clear();
    this.#tell(feed, this.#parts.store.replica);
  }

  #tell(feed: Subscription, replica: DeploymentReplica): void {
    this.#read = replica;
    const number = (this.#told += 1);
    this.#parts.line.toMachine(() => {
      // One connection delivers in order: what was passed on the way is known already.
      if (feed.closed || number < this.#heard) return;
      this.#heard = number;
      this.#replica$.next(replica);
    });
  }

  #lost(feed: Subscription): void {
    if (feed.closed) return;
    feed.unsubscribe();
    this.#feed = undefined;
    this.#replica$.next(
      applyDeploymentChange(this.#replica$.value, { kind: 'unavailable', reason: 'the connection was lost' }),
    );
    this.#retry();
  }

  #retry(): void {
    this.#life.add(this.#parts.clock.after(RETRY_MS, () => this.connect()));
  }

  /** What was sent may be carried out although nobody waits for the answer any more. */
  #call<Answer>(ask: (cause: WriteCause) => Promise<Answer>): Promise<Answer> {
    const { store, line, clock, cause } = this.#parts;
    const asked = cause();
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new DeploymentStoreError('STORE_UNAVAILABLE', reason));
      const watch = store.stopped$.subscribe(() => line.toMachine(() => fail('the connection was lost')));
      const limit = clock.after(SILENCE_MS, () => fail('there was no answer'));
      for (const each of [watch, limit]) this.#life.add(each);
      const answered = (then: () => void): void =>
        line.toMachine(() => {
          watch.unsubscribe();
          limit.unsubscribe();
          then();
        });
      line.toFar(() => {
        if (!store.isUp) answered(() => fail('there is no store'));
        else void ask(asked).then((answer) => answered(() => resolve(answer)));
      });
    });
  }
}
