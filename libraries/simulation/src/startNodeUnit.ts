import type { DeploymentReplica, DeploymentStore } from '@node-unit/deployment';
import { formatNodeUnitTags, type NodeUnit, parseNodeUnitTags, settleMembership } from '@node-unit/fleet';
import { type ClaimPolicy, type RoundOutcome, scheduleRounds } from '@node-unit/scheduler';
import { delay, merge, type Observable, of, type SchedulerLike, switchMap, tap, timer } from 'rxjs';

import type { AddressedNode } from './ClaimLedger.js';
import { distantStore } from './distantStore.js';
import { type Measurement, measureUsage, type RunningInstance } from './measureUsage.js';
import type { SimulatedHost } from './SimulatedHost.js';
import type { SimulationTiming } from './SimulationOptions.js';

/** What a simulated node-unit runs on. */
export interface NodeUnitParts {
  readonly node: AddressedNode;
  readonly policy: ClaimPolicy;
  readonly host: SimulatedHost;
  readonly store: DeploymentStore;
  readonly replica$: Observable<DeploymentReplica>;
  readonly timing: SimulationTiming;
  readonly joiningMs: number;
  readonly scheduler: SchedulerLike;
  /** Of this node-unit alone, so that another one more or less does not change what it measures. */
  readonly random: () => number;
  readonly noise: number;
  readonly instancesAt: (nowMs: number) => readonly RunningInstance[];
  readonly onRound: (outcome: RoundOutcome) => void;
}

/** A node-unit that starts at some moment of the first interval, measures itself, and runs the real rounds. */
export function startNodeUnit(parts: NodeUnitParts): void {
  const { timing, scheduler, random, onRound } = parts;
  const distances = { host: within(timing.membershipDelayMs, random), store: within(timing.storeDelayMs, random) };
  const firstSampleMs = random() * timing.samplingIntervalMs;
  timer(random() * timing.intervalMs, scheduler)
    .pipe(switchMap(() => merge(publications(parts, firstSampleMs), rounds(parts, distances).pipe(tap(onRound)))))
    .subscribe();
}

function rounds(parts: NodeUnitParts, distances: { host: number; store: number }): Observable<RoundOutcome> {
  const { node, policy, host, store, replica$, timing, joiningMs, scheduler } = parts;
  return scheduleRounds({
    self: node.address,
    policy,
    trusts: () => true,
    scheduler,
    intervalMs: timing.intervalMs,
    patienceMs: timing.patienceMs,
    membership$: settleMembership(
      of({ state: 'connected', hostUptimeMs: Number.MAX_SAFE_INTEGER }),
      host.nodeUnitsAfter(distances.host),
      { joiningMs, scheduler },
    ),
    replica$: replica$.pipe(delay(distances.store, scheduler)),
    store: distantStore(store, distances.store, scheduler),
  });
}

/** Joins at once, and says what it has measured at every sample. */
function publications(parts: NodeUnitParts, firstSampleMs: number): Observable<unknown> {
  const { node, policy, host, timing, scheduler, random, noise, instancesAt } = parts;
  host.publish(publishedNodeUnit(node, policy, undefined));
  return timer(firstSampleMs, timing.samplingIntervalMs, scheduler).pipe(
    tap(() => {
      if (node.silent === true) return;
      const nowMs = scheduler.now();
      const measured = measureUsage(node, instancesAt(nowMs), {
        nowMs,
        samplingIntervalMs: timing.samplingIntervalMs,
        noise: () => 1 + noise * (2 * random() - 1),
      });
      host.publish(publishedNodeUnit(node, policy, measured));
    }),
  );
}

/** By way of the tags, so that it is exactly what others could read. */
function publishedNodeUnit(node: AddressedNode, policy: ClaimPolicy, measured: Measurement | undefined): NodeUnit {
  const tags = formatNodeUnitTags({
    address: node.address,
    name: node.name,
    version: 'simulated',
    claimPolicyName: policy.name,
    capacity: node.capacity,
    nodeTags: node.nodeTags ?? {},
    resourceUsage: measured?.resourceUsage,
    settledUsage: measured?.settledUsage,
  });
  const nodeUnit = parseNodeUnitTags(tags);
  if (!nodeUnit) throw new Error(`the tags of ${node.name} are not those of a node-unit`);
  return nodeUnit;
}

function within([least, most]: readonly [number, number], random: () => number): number {
  return least + (most - least) * random();
}
