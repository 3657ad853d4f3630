import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { type LocalCluster, startLocalCluster, watchCluster } from '@node-unit/local-cluster';
import { filter, firstValueFrom, timeout } from 'rxjs';

import { readProcess } from '../process/readProcess.js';
import type { Figure, FurtherFigure, Text } from '../Figure.js';
import { distributionOf, type Sample } from '../measure.js';
import type { Subject } from '../Subject.js';

const BARE_IDLE = fileURLToPath(new URL('../load/bareIdle.js', import.meta.url));
const DEADLINE_MS = 300_000;

/** What is measured. */
export interface IdleOptions {
  readonly nodeUnits?: number;
  /** Of each node-unit. */
  readonly deployments?: number;
  /** Started and stopped again before the second look at the memory. */
  readonly burst?: number;
  /** Between the last start and the measurement: what a start leaves behind is given back. */
  readonly settleMs?: number;
  readonly windowMs?: number;
  readonly windows?: number;
}

const DEFAULTS = { nodeUnits: 3, deployments: 10, burst: 200, settleMs: 60_000, windowMs: 10_000, windows: 6 };

/** What a cluster costs that has nothing to do. */
export function idle(options: IdleOptions = {}): Subject {
  return {
    name: 'idle',
    description: 'CPU and memory of programs with nothing to do, beside a bare Node.js process (4 minutes)',
    measure: () => figures({ ...DEFAULTS, ...options }),
  };
}

async function* figures(options: Required<IdleOptions>): AsyncGenerator<Figure> {
  const bare = spawn(process.execPath, [BARE_IDLE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const cluster = await startLocalCluster();
  try {
    await once(bare.stdout, 'data');
    const agents = await startAgents(cluster, options);
    const barePid = bare.pid ?? 0;
    const [own = [], other = []] = await measureWindows([agents, [barePid]], options);
    const memory = await memoryFigures(cluster, agents);
    await burst(cluster, options);
    const cpu = { what: CPU, value: percentOf(own), unit: '% of a core', goal: 0.3 };
    const afterBurst = { what: AFTER_BURST, value: await largest(agents), unit: 'MB', goal: 90 };
    const bareMemory = { what: BARE_MEMORY, value: await largest([barePid]), unit: 'MB' };
    yield { ...figureOf(options, own, other), further: [cpu, ...memory, afterBurst, bareMemory] };
  } finally {
    bare.kill('SIGKILL');
    await cluster.stop();
  }
}

const CPU: Text = { en: 'CPU of a node-unit, mean', zh: 'node-unit 的 CPU，平均' };
const AFTER_BURST: Text = { en: 'memory of a node-unit after a burst', zh: '一阵负载之后 node-unit 的内存' };
const BARE_MEMORY: Text = { en: 'memory of the Node.js process with a timer', zh: '只有定时器的 Node.js 进程的内存' };

function figureOf(
  { nodeUnits, deployments }: Required<IdleOptions>,
  own: readonly Sample[],
  other: readonly Sample[],
): Figure {
  const [measured, baseline] = [distributionOf(own), distributionOf(other)];
  return {
    subject: 'idle',
    what: {
      en: `one second of a node-unit with ${deployments} deployments in a cluster of ${nodeUnits}; CPU: its own`,
      zh: `${nodeUnits} 个 node-unit 的集群中，一个持有 ${deployments} 个 deployment 的 node-unit 的一秒；CPU 为其自身的`,
    },
    measured,
    baseline: { ...baseline, what: { en: 'a Node.js process with a timer', zh: '只有一个定时器的 Node.js 进程' } },
    ratio: baseline.cpuMedian / measured.cpuMedian,
  };
}

/** Their process ids, when all deployments have been running for a while. */
async function startAgents(
  cluster: LocalCluster,
  { nodeUnits, deployments, settleMs }: Required<IdleOptions>,
): Promise<readonly number[]> {
  const names = Array.from({ length: nodeUnits }, (_, number) => `idle-${number}`);
  for (const name of names) cluster.startNodeUnit({ name });
  await cluster.insertSamples(nodeUnits * deployments);
  await untilRunning(cluster, nodeUnits * deployments);
  await delay(settleMs);
  return names.map((name) => cluster.nodeUnits.get(name)?.pid ?? 0);
}

async function burst(cluster: LocalCluster, options: Required<IdleOptions>): Promise<void> {
  const { nodeUnits, deployments, settleMs } = options;
  const ids = await cluster.insertSamples(options.burst);
  await untilRunning(cluster, nodeUnits * deployments + options.burst);
  await cluster.sql('delete from deployment where id = any($1::uuid[])', [ids]);
  await untilRunning(cluster, nodeUnits * deployments);
  await delay(settleMs);
}

async function memoryFigures(
  { started: [host, storage] }: LocalCluster,
  agents: readonly number[],
): Promise<readonly FurtherFigure[]> {
  return [
    {
      what: { en: 'memory of a node-unit, at most', zh: 'node-unit 的内存，最大' },
      value: await largest(agents),
      unit: 'MB',
      goal: 75,
    },
    {
      what: { en: 'memory of the host', zh: 'host 的内存' },
      value: await largest([host?.pid ?? 0]),
      unit: 'MB',
      goal: 60,
    },
    {
      what: { en: 'memory of the storage', zh: '存储服务的内存' },
      value: await largest([storage?.pid ?? 0]),
      unit: 'MB',
      goal: 60,
    },
  ];
}

/** The CPU time that the processes of each group need in a second, window after window. */
async function measureWindows(
  groups: readonly (readonly number[])[],
  { windows, windowMs }: Required<IdleOptions>,
): Promise<readonly Sample[][]> {
  const samples = groups.map((): Sample[] => []);
  for (let window = 0; window < windows; window += 1) {
    const startedMs = performance.now();
    const before = await Promise.all(groups.map(cpuOf));
    await delay(windowMs);
    const after = await Promise.all(groups.map(cpuOf));
    const seconds = (performance.now() - startedMs) / 1_000;
    samples.forEach((own, group) => {
      const used = after[group]?.map((cpuMs, at) => cpuMs - (before[group]?.[at] ?? cpuMs)) ?? [];
      own.push(...used.map((cpuMs) => ({ wallMs: 1_000, cpuMs: cpuMs / seconds })));
    });
  }
  return samples;
}

function cpuOf(pids: readonly number[]): Promise<readonly number[]> {
  return Promise.all(pids.map(async (pid) => (await readProcess(pid)).cpuMs));
}

async function largest(pids: readonly number[]): Promise<number> {
  const all = await Promise.all(pids.map(readProcess));
  return Math.max(...all.map(({ rssMb }) => rssMb));
}

function percentOf(samples: readonly Sample[]): number {
  return samples.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / samples.length / 10;
}

async function untilRunning(cluster: LocalCluster, count: number): Promise<void> {
  const picture$ = watchCluster(cluster).pipe(filter(({ processes }) => processes.size === count));
  await firstValueFrom(picture$.pipe(timeout({ first: DEADLINE_MS })));
}
