import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { createWaiter, type LocalCluster, startLocalCluster, type Waiter } from '@node-unit/local-cluster';

import { readProcess } from '../process/readProcess.js';
import type { Figure, FurtherFigure, Text } from '../Figure.js';
import { distributionOf, type Sample } from '../measure.js';
import type { Subject } from '../Subject.js';

const BARE_IDLE = fileURLToPath(new URL('../load/bareIdle.js', import.meta.url));

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

type Measured = Required<IdleOptions> & { readonly signal: AbortSignal };

const DEADLINE_MS = 300_000;

/** What a cluster costs that has nothing to do. */
export function idle(options: IdleOptions = {}): Subject {
  return {
    name: 'idle',
    description: 'CPU and memory of programs with nothing to do, beside a bare Node.js process (4 minutes)',
    measure: (signal) => figures({ ...DEFAULTS, ...options, signal }),
  };
}

async function* figures(options: Measured): AsyncGenerator<Figure> {
  const { signal } = options;
  const bare = spawn(process.execPath, [BARE_IDLE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const cluster = await startLocalCluster({ signal });
  const waiter = createWaiter(cluster, signal, DEADLINE_MS);
  try {
    await once(bare.stdout, 'data');
    const agents = await startAgents(cluster, waiter, options);
    const barePid = bare.pid ?? 0;
    const [own = [], other = []] = await measureWindows([agents, [barePid]], options);
    const memory = memoryFigures(cluster, agents);
    await burst(cluster, waiter, options);
    const cpu = { what: CPU, value: percentOf(own), unit: '% of a core', goal: 0.3 };
    const afterBurst = { what: AFTER_BURST, value: largest(agents), unit: 'MB', goal: 90 };
    const bareMemory = { what: BARE_MEMORY, value: largest([barePid]), unit: 'MB' };
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
    ratio: percentOf(other) / percentOf(own),
  };
}

/** Their process ids, when all deployments have been running for a while. */
async function startAgents(
  cluster: LocalCluster,
  waiter: Waiter,
  { nodeUnits, deployments, settleMs, signal }: Measured,
): Promise<readonly number[]> {
  const names = Array.from({ length: nodeUnits }, (_, number) => `idle-${number}`);
  for (const name of names) cluster.startNodeUnit({ name });
  await cluster.insertSamples(nodeUnits * deployments);
  await untilRunning(waiter, nodeUnits * deployments);
  await delay(settleMs, undefined, { signal });
  return names.map((name) => cluster.nodeUnits.get(name)?.pid ?? 0);
}

async function burst(cluster: LocalCluster, waiter: Waiter, options: Measured): Promise<void> {
  const { nodeUnits, deployments, settleMs, signal } = options;
  const ids = await cluster.insertSamples(options.burst);
  await untilRunning(waiter, nodeUnits * deployments + options.burst);
  await cluster.sql('delete from deployment where id = any($1::uuid[])', [ids]);
  await untilRunning(waiter, nodeUnits * deployments);
  await delay(settleMs, undefined, { signal });
}

function memoryFigures(
  { started: [host, storage] }: LocalCluster,
  agents: readonly number[],
): readonly FurtherFigure[] {
  return [
    {
      what: { en: 'memory of a node-unit, at most', zh: 'node-unit 的内存，最大' },
      value: largest(agents),
      unit: 'MB',
      goal: 75,
    },
    {
      what: { en: 'memory of the host', zh: 'host 的内存' },
      value: largest([host?.pid ?? 0]),
      unit: 'MB',
      goal: 60,
    },
    {
      what: { en: 'memory of the storage', zh: '存储服务的内存' },
      value: largest([storage?.pid ?? 0]),
      unit: 'MB',
      goal: 60,
    },
  ];
}

/** The CPU time that the processes of each group need in a second, window after window. */
async function measureWindows(
  groups: readonly (readonly number[])[],
  { windows, windowMs, signal }: Measured,
): Promise<readonly Sample[][]> {
  const samples = groups.map((): Sample[] => []);
  for (let window = 0; window < windows; window += 1) {
    const startedMs = performance.now();
    const before = groups.map(cpuOf);
    await delay(windowMs, undefined, { signal });
    const after = groups.map(cpuOf);
    const seconds = (performance.now() - startedMs) / 1_000;
    samples.forEach((own, group) => {
      const used = after[group]?.map((cpuMs, at) => cpuMs - (before[group]?.[at] ?? cpuMs)) ?? [];
      own.push(...used.map((cpuMs) => ({ wallMs: 1_000, cpuMs: cpuMs / seconds })));
    });
  }
  return samples;
}

function cpuOf(pids: readonly number[]): readonly number[] {
  return pids.map((pid) => readProcess(pid).cpuMs);
}

function largest(pids: readonly number[]): number {
  return Math.max(...pids.map((pid) => readProcess(pid).rssMb));
}

function percentOf(samples: readonly Sample[]): number {
  return samples.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / samples.length / 10;
}

async function untilRunning(waiter: Waiter, count: number): Promise<void> {
  await waiter.until(`${count} processes run`, ({ processes }) => processes.size === count);
}
