import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import {
  allAssigned,
  allRunning,
  type ClusterPicture,
  createWaiter,
  type LocalCluster,
  startLocalCluster,
  wantedDeployments,
} from '@node-unit/local-cluster';

import type { AttackReport } from './hostile/Attack.js';
import { packHostile } from './hostile/packHostile.js';
import { floodFromOutside } from './hostile/floodFromOutside.js';

const NODE_UNITS = ['one', 'two', 'three'];
const WARM_UP_MS = 10_000;

/** How long it took until others had what a killed node-unit held. */
export interface Failover {
  readonly deployments: number;
  readonly claimedMs: number;
  readonly runningMs: number;
}

/** What a siege has shown. */
export interface SiegeReport {
  readonly seconds: number;
  /** What the hostile program got; nothing is right. */
  readonly got: readonly AttackReport[];
  readonly attacks: number;
  /** Connections that were tried without showing anything. */
  readonly strangers: number;
  /** Deployments that were inserted and ran, second by second. */
  readonly claims: number;
  /** From `kill -9` of a node-unit in the middle of it. */
  readonly failover: Failover | undefined;
  readonly hostMb: { readonly before: number; readonly after: number };
  /** What the host refused, by kind. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Attacks a real cluster from a workload and from outside, and watches whether it goes on. */
export async function siege(seconds: number): Promise<SiegeReport> {
  const cluster = await startLocalCluster();
  try {
    return await besiege(cluster, seconds);
  } finally {
    await cluster.stop();
  }
}

async function besiege(cluster: LocalCluster, seconds: number): Promise<SiegeReport> {
  const waiter = createWaiter(cluster, new AbortController().signal);
  for (const name of NODE_UNITS) cluster.startNodeUnit({ name });
  await waiter.until('all are online', ({ nodeUnits }) => nodeUnits.length === NODE_UNITS.length);
  await cluster.insertSamples(9);
  await waiter.until('the samples run', allRunning);
  const hostileId = await insertHostile(cluster);
  const flood = floodFromOutside(cluster.hostUrl);
  await delay(WARM_UP_MS);
  const before = hostMb(cluster);
  const endsAtMs = performance.now() + seconds * 1_000;
  let claims = 0;
  let failover: Failover | undefined;
  while (performance.now() < endsAtMs) {
    await cluster.insertSamples(1);
    await waiter.until('what is new runs', allRunning);
    claims += 1;
    const isHalfTime = performance.now() > endsAtMs - (seconds * 1_000) / 2;
    if (!failover && isHalfTime) failover = await failOver(cluster, hostileId);
    await delay(1_000);
  }
  const reports = reportsOf(cluster, hostileId);
  return {
    seconds,
    got: reports.filter(({ got }) => got !== null),
    attacks: reports.length,
    strangers: flood.stop(),
    claims,
    failover,
    hostMb: { before, after: hostMb(cluster) },
    refusals: await refusalsOf(cluster),
  };
}

async function insertHostile(cluster: LocalCluster): Promise<string> {
  const { packageName, packageVersion } = await packHostile(join(cluster.folder, 'hostile'));
  const [row] = await cluster.sql(
    `insert into deployment (package_name, package_version, command, args) values ($1, $2, '', '[]') returning id`,
    [packageName, packageVersion],
  );
  return String(row?.['id']);
}

async function failOver(cluster: LocalCluster, hostileId: string): Promise<Failover> {
  const [row] = await cluster.sql('select address from deployment where id = $1', [hostileId]);
  const victim = [...cluster.nodeUnits.values()].find(({ name }) => cluster.addressOf(name) !== row?.['address']);
  if (!victim) throw new Error('expected a node-unit that does not run the hostile program');
  const waiter = createWaiter(cluster, new AbortController().signal);
  waiter.expectEnd(victim.name);
  const lost = cluster.addressOf(victim.name);
  const isLost = (picture: ClusterPicture): boolean =>
    wantedDeployments(picture).some(({ address }) => address === lost);
  const held = await waiter.until('all run', allRunning);
  const deployments = wantedDeployments(held).filter(({ address }) => address === lost).length;
  const killedMs = performance.now();
  const passedMs = (): number => Math.round(performance.now() - killedMs);
  victim.signal('SIGKILL');
  await waiter.until('the others have claimed all', (picture) => !isLost(picture) && allAssigned(picture));
  const claimedMs = passedMs();
  await waiter.until('the others run all', (picture) => !isLost(picture) && allRunning(picture));
  return { deployments, claimedMs, runningMs: passedMs() };
}

function hostMb({ started: [host] }: LocalCluster): number {
  const status = readFileSync(`/proc/${String(host?.pid)}/status`, 'latin1');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024);
}

function reportsOf(cluster: LocalCluster, hostileId: string): readonly AttackReport[] {
  const log = readFileSync(join(cluster.folder, 'workspace', 'logs', `${hostileId}.log`), 'utf8');
  const lines = log.split('\n').filter((line) => line.startsWith('{"attack"') && line.endsWith('}'));
  return lines.map((line) => JSON.parse(line) as AttackReport);
}

async function refusalsOf({ hostUrl }: LocalCluster): Promise<Readonly<Record<string, number>>> {
  const response = await fetch(new URL('/healthz', hostUrl.replace('ws', 'http')));
  return ((await response.json()) as { refusals: Record<string, number> }).refusals;
}
