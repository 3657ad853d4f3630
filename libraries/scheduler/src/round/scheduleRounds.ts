import { messageOf } from '@node-unit/basics';
import type { DeploymentReplica, DeploymentStore } from '@node-unit/deployment';
import {
  asyncScheduler,
  auditTime,
  defer,
  filter,
  interval,
  map,
  merge,
  NEVER,
  type Observable,
  type SchedulerLike,
  Subject,
  switchMap,
  takeUntil,
  tap,
  timer,
} from 'rxjs';

import { coalesceRounds } from './coalesceRounds.js';
import type { ProvenAbsence } from '../exclusive/exclusiveReleases.js';
import type { Judge } from '../judge/Judge.js';
import type { Membership } from '@node-unit/fleet';
import { PauseWatch } from './PauseWatch.js';
import { type PendingWrites, withoutSeen, withWrites } from './PendingWrites.js';
import { type RoundIndex, updateIndex } from '../index/RoundIndex.js';
import type { PlannedRound } from './PlannedRound.js';
import { planRound } from './planRound.js';
import type { RoundOutcome, RoundTrigger } from './RoundOutcome.js';
import { type AskListed, UnlistedHolders } from './UnlistedHolders.js';
import { applyPlan, emptyRecord, type RoundRecord } from './applyPlan.js';
import { NOTHING_WAITS, rememberEligible } from '../judge/Waiting.js';

/**
 * The dependencies of a node-unit's scheduling loop.
 *
 * @public
 */
export interface SchedulerOptions extends Judge {
  readonly membership$: Observable<Membership>;
  readonly replica$: Observable<DeploymentReplica>;
  readonly store: Pick<DeploymentStore, 'release' | 'claim'>;
  /** The maximum time between rounds. */
  readonly intervalMs: number;
  /** Default `events`; with `interval`, a change takes effect only in the next round of the interval. */
  readonly triggers?: RoundTriggers;
  /** Events within this time are combined into one round. Default 1 ms. */
  readonly coalesceMs?: number;
  /** No round starts after its first value; the stream completes when the current round has ended. */
  readonly stop$?: Observable<unknown>;
  /**
   * How long the eligible node-units have to claim a candidate before the next rank becomes eligible. Default 10,000
   * ms.
   */
  readonly patienceMs?: number;
  readonly scheduler?: SchedulerLike;
  /** Default: nobody's absence is proven, so exclusive deployments of lost node-units are not released. */
  readonly provenAbsenceMs?: ProvenAbsence;
  /** Emits when an absence was proven again; starts a round while exclusive deployments wait for that. */
  readonly proofs$?: Observable<unknown>;
  /**
   * Asked about an address that was seen to get a deployment while it was not listed: it is lost only if the host does not
   * list it either. Default: every list is taken to be up to date.
   */
  readonly askListed?: AskListed;
  /** Emits when a candidate that this node-unit refused may be judged otherwise now; starts a round. */
  readonly retry$?: Observable<unknown>;
  /** Makes the index of the rows for a round. Default: {@link updateIndex}. Node-units of one process can share what it makes. */
  readonly indexRows?: typeof updateIndex;
  /** Called with each round after planning and before applying: the input of {@link explainDeployment}. */
  readonly onPlan?: (planned: PlannedRound) => void;
}

/**
 * The triggers of a round: `events` = changes, with the interval as fallback; `interval` = only the interval.
 *
 * @public
 */
export type RoundTriggers = 'events' | 'interval';

/**
 * Runs scheduling rounds while subscribed: on every change of the membership or of the deployments, and at the
 * interval. Rounds never overlap.
 *
 * @remarks
 * Each round claims at most one deployment. The claim arrives as a change and starts the next round, so the duration of
 * a failover does not depend on the interval.
 *
 * @public
 */
export function scheduleRounds(options: SchedulerOptions): Observable<RoundOutcome> {
  const { stop$ = NEVER, scheduler = asyncScheduler } = options;
  return defer(() => {
    const loop = new RoundLoop(options, scheduler);
    return merge(...loop.triggers()).pipe(
      takeUntil(stop$),
      coalesceRounds((trigger) => loop.round(trigger)),
    );
  });
}

/** A lock that ends without a change of its row announces nothing. */
const LOCKED_RETRY_MS = 1_000;

/** What the rounds of a node-unit know, and what they remember from one to the next. */
class RoundLoop {
  readonly #options: SchedulerOptions;
  readonly #scheduler: SchedulerLike;
  readonly #locked$ = new Subject<readonly string[]>();
  readonly #unlisted: UnlistedHolders;
  readonly #pauses: PauseWatch;
  #membership: Membership = { state: 'disconnected', nodeUnits: [], seenAddresses: new Set() };
  #replica: DeploymentReplica = { state: 'loading' };
  #pendingWrites: PendingWrites = new Map();
  #waiting = NOTHING_WAITS;
  #index: RoundIndex | undefined;
  #rounds = 0;
  #awaitsAbsence = false;

  public constructor(options: SchedulerOptions, scheduler: SchedulerLike) {
    this.#options = options;
    this.#scheduler = scheduler;
    this.#unlisted = new UnlistedHolders(options.askListed, scheduler);
    this.#pauses = new PauseWatch(scheduler);
  }

  /** Keeps the facts up to date while subscribed, and tells when a round is due. */
  public triggers(): readonly Observable<RoundTrigger>[] {
    const { membership$, replica$, proofs$ = NEVER, retry$ = NEVER } = this.#options;
    const { intervalMs, triggers = 'events', coalesceMs = 1 } = this.#options;
    const byFact = <T>(fact$: Observable<T>, trigger: RoundTrigger, learn: (fact: T) => void) =>
      fact$.pipe(
        tap(learn),
        map(() => trigger),
      );
    const changes$ = merge(
      byFact(membership$, 'membership', (next) => (this.#membership = next)),
      byFact(replica$, 'deployments', (next) => (this.#replica = next)),
      proofs$.pipe(
        filter(() => this.#awaitsAbsence),
        map((): RoundTrigger => 'membership'),
      ),
      merge(this.#unlisted.answers$, this.#pauses.caughtUp$).pipe(map((): RoundTrigger => 'membership')),
      merge(retry$, this.#lockRetries()).pipe(map((): RoundTrigger => 'deployments')),
    ).pipe(
      filter(() => triggers === 'events'),
      auditTime(coalesceMs, this.#scheduler),
    );
    return [interval(intervalMs, this.#scheduler).pipe(map((): RoundTrigger => 'interval')), changes$];
  }

  #lockRetries(): Observable<unknown> {
    return this.#locked$.pipe(
      filter((ids) => ids.length > 0),
      switchMap(() => timer(LOCKED_RETRY_MS, this.#scheduler)),
    );
  }

  public async round(trigger: RoundTrigger): Promise<RoundOutcome> {
    const { self, policy } = this.#options;
    const startedMs = this.#scheduler.now();
    this.#rounds += 1;
    // An error ends this round, never the loop.
    const record = await this.#decideAndAct(startedMs).catch(failedRound);
    const durationMs = this.#scheduler.now() - startedMs;
    return { round: this.#rounds, trigger, self, policyName: policy.name, ...record, durationMs };
  }

  /** Returns what is not confirmed to be lost. */
  #observe(membership: Membership, replica: DeploymentReplica): ReadonlySet<string> | undefined {
    if (replica.state !== 'current') return undefined;
    this.#pendingWrites = withoutSeen(this.#pendingWrites, replica.deployments);
    const { indexRows = updateIndex } = this.#options;
    this.#index = indexRows(this.#index, replica.deployments, this.#pendingWrites);
    return this.#unlisted.observe(this.#index.deploymentsByAddress, membership);
  }

  async #decideAndAct(nowMs: number): Promise<RoundRecord> {
    const { self, store, onPlan, patienceMs = 10_000 } = this.#options;
    const [membership, replica] = [
      this.#pauses.wasPaused() ? rejoining(this.#membership) : this.#membership,
      this.#replica,
    ];
    const unconfirmed = this.#observe(membership, replica);
    const [pendingWrites, waiting] = [this.#pendingWrites, this.#waiting];
    const input = { ...this.#options, membership, replica, pendingWrites, waiting, unconfirmed, patienceMs, nowMs };
    const plan = planRound(input, this.#index);
    this.#awaitsAbsence = plan.kind === 'act' && plan.releasable.nextMs !== undefined;
    onPlan?.({ round: this.#rounds, input, plan });
    const record = await applyPlan(plan, self, store);
    // Patience does not run while the store cannot be read.
    this.#waiting = plan.kind === 'act' ? rememberEligible(plan.waiting, record.verdicts, nowMs) : NOTHING_WAITS;
    this.#pendingWrites = withWrites(this.#pendingWrites, '', record.released);
    if (record.lockedReleases) this.#locked$.next(record.lockedReleases);
    if (record.result.kind === 'claimed') {
      this.#pendingWrites = withWrites(this.#pendingWrites, self, [record.result]);
    }
    return record;
  }
}

/** As after a new connection: nothing is claimed or released yet. */
function rejoining(membership: Membership): Membership {
  return membership.state === 'disconnected' ? membership : { ...membership, state: 'joining' };
}

function failedRound(error: unknown): RoundRecord {
  return { ...emptyRecord, result: { kind: 'skipped', reason: 'internal_error', detail: messageOf(error) } };
}
