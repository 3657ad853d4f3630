import { type DeploymentStore, type InMemoryDeploymentStore, watchReplica } from '@node-unit/deployment';
import { BehaviorSubject, VirtualTimeScheduler } from 'rxjs';

import { type RoundOutcome, scheduleRounds, type SchedulerOptions } from '../index.js';
import { countPolicy, settled } from './builders.js';

interface VirtualRounds extends Partial<Omit<SchedulerOptions, 'store'>> {
  readonly rows: InMemoryDeploymentStore;
  readonly claim?: DeploymentStore['claim'];
  readonly release?: DeploymentStore['release'];
  readonly forMs: number;
  readonly scheduler?: VirtualTimeScheduler;
}

/** The outcomes of the rounds of node-unit `a`, every 5 ms of virtual time unless told otherwise. */
export async function virtualRounds({
  rows,
  claim,
  release,
  forMs,
  ...options
}: VirtualRounds): Promise<RoundOutcome[]> {
  const { scheduler = new VirtualTimeScheduler() } = options;
  const outcomes: RoundOutcome[] = [];
  const subscription = scheduleRounds({
    self: 'a',
    policy: countPolicy,
    trusts: () => true,
    intervalMs: 5,
    membership$: new BehaviorSubject(settled('a', 'b')),
    replica$: watchReplica(rows),
    ...options,
    store: { release: release ?? rows.release.bind(rows), claim: claim ?? rows.claim.bind(rows) },
    scheduler,
  }).subscribe((outcome) => outcomes.push(outcome));
  await advance(scheduler, forMs);
  subscription.unsubscribe();
  return outcomes;
}

/** One moment after the other; between two moments, promises settle. */
async function advance(scheduler: VirtualTimeScheduler, untilMs: number): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    const next = scheduler.actions[0];
    if (!next || next.delay > untilMs) return;
    scheduler.maxFrames = next.delay;
    scheduler.flush();
  }
}
