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
 * What a node-unit's scheduling loop runs on.
 *
 * @public
 */
export interface SchedulerOptions extends Judge {
  readonly membership$: Observable<Membership>;
  readonly replica$: Observable<DeploymentReplica>;
  readonly store: Pick<DeploymentStore, 'release' | 'claim'>;
  /** The fallback when no event arrives. */
  readonly intervalMs: number;
  /** Default `events`; under `interval` a change is acted on in the next round of the interval only. */
  readonly triggers?: RoundTriggers;
  /** Events that arrive within this time make one round. Default 5 ms. */
  readonly coalesceMs?: number;
  /** No round starts after its first value; the stream completes when the round that is under way has ended. */
  readonly stop$?: Observable<unknown>;
  /** How long the eligible may leave a candidate before the next in rank become eligible too. Default 10,000 ms. */
  readonly patienceMs?: number;
  readonly scheduler?: SchedulerLike;
  /** Hears of each round as it is planned, before it acts: what {@link explainDeployment} explains. */
  readonly onPlan?: (planned: PlannedRound) => void;
}

/**
 * What may start a round: `events` = changes, and the interval as the fallback; `interval` = the interval alone.
 *
 * @public
 */
export type RoundTriggers = 'events' | 'interval';

/**
 * Runs scheduling rounds for as long as it is subscribed: on every change of the membership or of the deployments,
 * and on the interval. Never two at once.
 *
 * @remarks
 * Each round claims at most one deployment. The claim comes back as a change and so starts the next round: a failover
 * takes rounds, not intervals.
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
      // Nobody is impatient because of what could not be seen.
      waiting = plan.kind === 'act' ? rememberEligible(plan.waiting, record.verdicts, nowMs) : NOTHING_WAITS;
      pendingWrites = withWrites(pendingWrites, '', record.released);
      if (record.result.kind === 'claimed') pendingWrites = withWrites(pendingWrites, options.self, [record.result]);
      return record;
    };
    const round = async (trigger: RoundTrigger): Promise<RoundOutcome> => {
      const startedMs = scheduler.now();
      rounds += 1;
      // Whatever goes wrong ends this round, never the loop.
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
