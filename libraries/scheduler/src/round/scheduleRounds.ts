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
  takeUntil,
  tap,
} from 'rxjs';

import { coalesceRounds } from './coalesceRounds.js';
import type { Judge } from '../judge/judgeCandidate.js';
import type { Membership } from '@node-unit/fleet';
import { type PendingWrites, withoutSeen, withWrites } from './PendingWrites.js';
import type { PlannedRound } from './PlannedRound.js';
import { planRound } from './planRound.js';
import type { RoundOutcome, RoundTrigger } from './RoundOutcome.js';
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
  /** Events within this time are combined into one round. Default 5 ms. */
  readonly coalesceMs?: number;
  /** No round starts after its first value; the stream completes when the current round has ended. */
  readonly stop$?: Observable<unknown>;
  /**
   * How long the eligible node-units have to claim a candidate before the next rank becomes eligible. Default 10,000
   * ms.
   */
  readonly patienceMs?: number;
  readonly scheduler?: SchedulerLike;
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
  const { intervalMs, triggers = 'events', coalesceMs = 5, stop$ = NEVER, patienceMs = 10_000 } = options;
  const { scheduler = asyncScheduler } = options;
  return defer(() => {
    let membership: Membership = { state: 'disconnected', nodeUnits: [], seenAddresses: new Set() };
    let replica: DeploymentReplica = { state: 'loading' };
    let pendingWrites: PendingWrites = new Map();
    let waiting = NOTHING_WAITS;
    let rounds = 0;

    const membershipChanges$ = options.membership$.pipe(tap((next) => (membership = next)));
    const replicaChanges$ = options.replica$.pipe(tap((next) => (replica = next)));
    const changes$ = merge(
      membershipChanges$.pipe(map((): RoundTrigger => 'membership')),
      replicaChanges$.pipe(map((): RoundTrigger => 'deployments')),
    ).pipe(
      filter(() => triggers === 'events'),
      auditTime(coalesceMs, scheduler),
    );
    const interval$ = interval(intervalMs, scheduler).pipe(map((): RoundTrigger => 'interval'));

    const decideAndAct = async (nowMs: number): Promise<RoundRecord> => {
      if (replica.state === 'current') pendingWrites = withoutSeen(pendingWrites, replica.deployments);
      const input = { ...options, membership, replica, pendingWrites, waiting, patienceMs, nowMs };
      const plan = planRound(input);
      options.onPlan?.({ round: rounds, input, plan });
      const record = await applyPlan(plan, options.self, options.store);
      // Patience does not run while the store cannot be read.
      waiting = plan.kind === 'act' ? rememberEligible(plan.waiting, record.verdicts, nowMs) : NOTHING_WAITS;
      pendingWrites = withWrites(pendingWrites, '', record.released);
      if (record.result.kind === 'claimed') pendingWrites = withWrites(pendingWrites, options.self, [record.result]);
      return record;
    };
    const round = async (trigger: RoundTrigger): Promise<RoundOutcome> => {
      const startedMs = scheduler.now();
      rounds += 1;
      // An error ends this round, never the loop.
      const record = await decideAndAct(startedMs).catch(failedRound);
      const durationMs = scheduler.now() - startedMs;
      return { round: rounds, trigger, self: options.self, policyName: options.policy.name, ...record, durationMs };
    };
    return merge(interval$, changes$).pipe(takeUntil(stop$), coalesceRounds(round));
  });
}

function failedRound(error: unknown): RoundRecord {
  return { ...emptyRecord, result: { kind: 'skipped', reason: 'internal_error', detail: messageOf(error) } };
}
