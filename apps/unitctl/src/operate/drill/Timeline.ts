import type { ClusterPicture, DeploymentPicture } from '@node-unit/operator';

/** What happened to a probe; times in ms since the failure, `undefined` = not yet. */
export interface ProbeTimes {
  readonly id: string;
  readonly label: string;
  /** Name of the node-unit that has it now; empty if it is still that of the drill, or nobody. */
  readonly nodeUnit: string;
  readonly claimedMs: number | undefined;
  readonly runningMs: number | undefined;
  /** When its new process began to run by the clock of its node-unit, ms since the epoch. */
  readonly runningSinceEpochMs: number | undefined;
}

/** What was seen since the failure. */
export interface Timeline {
  /** When the host no longer listed the node-unit of the drill, in ms since the failure. */
  readonly noticedMs: number | undefined;
  readonly probes: readonly ProbeTimes[];
}

/** Nothing was seen yet of these probes. */
export function newTimeline(probes: readonly Pick<DeploymentPicture, 'id' | 'label'>[]): Timeline {
  const nothing = { nodeUnit: '', claimedMs: undefined, runningMs: undefined, runningSinceEpochMs: undefined };
  return { noticedMs: undefined, probes: probes.map(({ id, label }) => ({ id, label, ...nothing })) };
}

/** The timeline with what a picture shows. What was seen once stays as it was. Pure. */
export function observe(timeline: Timeline, picture: ClusterPicture, from: string, atMs: number): Timeline {
  const isListed = picture.nodeUnits.some(({ address, online }) => address === from && online);
  const byId = new Map(picture.deployments.map((each) => [each.id, each]));
  return {
    noticedMs: timeline.noticedMs ?? (isListed ? undefined : atMs),
    probes: timeline.probes.map((probe) => observeProbe(probe, byId.get(probe.id), from, atMs)),
  };
}

function observeProbe(probe: ProbeTimes, seen: DeploymentPicture | undefined, from: string, atMs: number): ProbeTimes {
  if (!seen || isWith(seen, ['', from])) return probe;
  const { phase, nodeUnit, status } = seen;
  const claimed = { ...probe, nodeUnit, claimedMs: probe.claimedMs ?? atMs };
  if (phase !== 'running' || probe.runningMs !== undefined) return claimed;
  return { ...claimed, runningMs: atMs, runningSinceEpochMs: epochMs(status?.since) };
}

function isWith({ deployment }: DeploymentPicture, addresses: readonly string[]): boolean {
  return addresses.includes(deployment.address);
}

function epochMs(time = ''): number | undefined {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Whether all probes run elsewhere. */
export function isRecovered({ probes }: Timeline): boolean {
  return probes.every(({ runningMs }) => runningMs !== undefined);
}
