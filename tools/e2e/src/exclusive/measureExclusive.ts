import {
  allRunning,
  type ClusterPicture,
  createWaiter,
  type LocalCluster,
  startLocalCluster,
  wantedDeployments,
} from '@node-unit/local-cluster';

import { createVictim, type FailureKind, type Victim } from './failures.js';
import { type Handover, handoversOf, runsOf, spread } from './runsOf.js';
import { nowMs, Witness } from './witness.js';

export interface ExclusiveSettings {
  readonly kind: FailureKind;
  readonly exclusiveMs: number;
  readonly times: number;
  readonly deployments: number;
  readonly signal?: AbortSignal;
  readonly onFailure?: (count: number) => void;
}

/** What failures of one kind have shown. */
export interface ExclusiveReport {
  readonly kind: FailureKind;
  readonly exclusive_ms: number;
  readonly failures: number;
  /** Deployments that another node-unit took over, all failures together. */
  readonly taken_over: number;
  /** How long two copies ran. */
  readonly overlap_ms: ReturnType<typeof spread>;
  /** How long none ran. */
  readonly gap_ms: ReturnType<typeof spread>;
}

/** Lets a node-unit fail again and again on a real cluster, and reports for how long two copies of its deployments ran. */
export async function measureExclusive(settings: ExclusiveSettings): Promise<ExclusiveReport> {
  const { kind, exclusiveMs, times } = settings;
  const { handovers, byFailure } = await measureHandovers(settings);
  return {
    kind,
    exclusive_ms: exclusiveMs,
    failures: times,
    taken_over: byFailure.length,
    overlap_ms: spread(handovers.map(({ overlapMs }) => overlapMs)),
    gap_ms: spread(handovers.map(({ gapMs }) => gapMs)),
  };
}

/** What was seen of the deployments of a node-unit that failed again and again. */
export interface SeenHandovers {
  /** Those by failures, and those back in order. */
  readonly handovers: readonly Handover[];
  /** Of those, the ones by failures. */
  readonly byFailure: readonly Handover[];
}

/** Lets a node-unit fail again and again on a real cluster, and looks at the processes of its deployments. */
export async function measureHandovers(settings: ExclusiveSettings): Promise<SeenHandovers> {
  const cluster = await startLocalCluster(settings.signal ? { signal: settings.signal } : {});
  const victim = createVictim(cluster, settings.kind);
  try {
    return await measure(cluster, victim, settings);
  } finally {
    await cluster.stop();
    victim.remove();
  }
}

async function measure(cluster: LocalCluster, victim: Victim, settings: ExclusiveSettings): Promise<SeenHandovers> {
  const { times, deployments, signal = new AbortController().signal, onFailure = () => undefined } = settings;
  const witness = new Witness(cluster.folder);
  const waiter = createWaiter(cluster, signal);
  ['victim', 'other'].forEach((name) => waiter.expectEnd(name));
  const online = (count: number) => waiter.until(`${count} are online`, ({ nodeUnits }) => nodeUnits.length === count);
  victim.start();
  await online(1);
  await insert(cluster, witness, settings);
  await waiter.until('they run', allRunning);
  const address = cluster.addressOf('victim');
  const failures: { readonly fromMs: number; readonly toMs: number }[] = [];
  for (let count = 1; count <= times; count += 1) {
    cluster.startNodeUnit({ name: 'other' });
    await online(2);
    const fromMs = nowMs();
    victim.fail();
    await waiter.until('the other one runs all', (each) => isTakenOver(each, address, deployments));
    await witness.sees(deployments, fromMs, signal);
    failures.push({ fromMs, toMs: nowMs() });
    await victim.recover();
    await online(2);
    onFailure(count);
    if (count === times) break;
    // Back to the victim, in order.
    cluster.nodeUnits.get('other')?.signal('SIGTERM');
    await cluster.nodeUnits.get('other')?.exited;
    await waiter.until(
      'the victim runs all',
      (each) => wantedDeployments(each).every((row) => row.address === address) && allRunning(each),
    );
  }
  const handovers = handoversOf(runsOf(witness.read()));
  const byFailure = handovers.filter(({ atMs }) => failures.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs));
  return { handovers, byFailure };
}

/** Whether others hold and run as many. */
function isTakenOver(picture: ClusterPicture, address: string, deployments: number): boolean {
  const rows = wantedDeployments(picture);
  return (
    rows.length === deployments &&
    rows.every((row) => row.address !== address && row.address !== '') &&
    allRunning(picture)
  );
}

async function insert(cluster: LocalCluster, witness: Witness, settings: ExclusiveSettings): Promise<void> {
  const { exclusiveMs, deployments } = settings;
  await cluster.sql(
    `insert into deployment (package_name, package_version, args, exclusive_ms)
     select $1, $2, jsonb_build_array($3::text), $4 from generate_series(1, $5)`,
    [witness.packageName, witness.packageVersion, witness.file, exclusiveMs, deployments],
  );
}
