import { setTimeout as delay } from 'node:timers/promises';

import type { Deployment, DeploymentReplica, DeploymentStore } from '@node-unit/deployment';

/** The store has no stream of statuses for node-units, and only one deployment is waited for at a time. */
const INTERVAL_MS = 300;
/** A process that has just been started does not serve yet. */
const STEADY_MS = 1_000;
const NEVER_MS = Number.POSITIVE_INFINITY;
/** A copy that nobody else gets to run is not kept for ever. */
const LONGEST_MS = 600_000;

interface WaitOptions {
  readonly deployment: Deployment;
  /** Of this node-unit. */
  readonly address: string;
  readonly store: Pick<DeploymentStore, 'readStatus'>;
  readonly replica: () => DeploymentReplica;
  readonly signal: AbortSignal;
}

/** How a hand-over ended: it runs elsewhere, nobody wants it any more, it came back, or the time is over. */
export type Elsewhere = 'running' | 'gone' | 'returned' | 'too_late' | 'stopped';

/** Resolves when a deployment that was handed back has run elsewhere for a second, or is not wanted as it was. */
export async function awaitElsewhere({ deployment, address, store, replica, signal }: WaitOptions): Promise<Elsewhere> {
  const untilMs = performance.now() + LONGEST_MS;
  let runsSinceMs = NEVER_MS;
  while (performance.now() < untilMs) {
    await delay(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return 'stopped';
    const place = placeOf(deployment, replica());
    if (place === 'gone') return 'gone';
    if (isAt(place, address)) return 'returned';
    runsSinceMs = (await runsAt(place, store)) ? Math.min(runsSinceMs, performance.now()) : NEVER_MS;
    if (performance.now() - runsSinceMs >= STEADY_MS) return 'running';
  }
  return 'too_late';
}

/** The row once somebody has it. */
function placeOf({ id, claimEpoch }: Deployment, replica: DeploymentReplica): Deployment | 'gone' | 'nowhere' {
  if (replica.state !== 'current') return 'nowhere';
  const row = replica.deployments.get(id);
  if (row?.enabled !== true) return 'gone';
  return row.claimEpoch > claimEpoch && row.address !== '' ? row : 'nowhere';
}

function isAt(place: Deployment | 'nowhere', address: string): boolean {
  return place !== 'nowhere' && place.address === address;
}

async function runsAt(place: Deployment | 'nowhere', store: Pick<DeploymentStore, 'readStatus'>): Promise<boolean> {
  if (place === 'nowhere') return false;
  const { id, address } = place;
  // Asked again: what could not be read now can be read later.
  const statuses = await store.readStatus([id]).catch(() => []);
  return statuses.some((status) => status.address === address && ['running', 'completed'].includes(status.state));
}
