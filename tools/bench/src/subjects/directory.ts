import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { type Program, startHostProgram } from '@node-unit/local-cluster';
import { makeTemporaryFolder } from '@node-unit/local-postgres';

import { bareBroadcast } from '../directory/bareBroadcast.js';
import { Crowd } from '../directory/Crowd.js';
import { type ProcessCosts, readProcess } from '../process/readProcess.js';
import type { Figure, Text } from '../Figure.js';
import { distributionOf, type Sample } from '../measure.js';
import type { Subject } from '../Subject.js';

const CROWD = fileURLToPath(new URL('../directory/terminalCrowd.js', import.meta.url));
const CROWDS = 2;

/** What is measured. */
export interface DirectorySize {
  readonly terminals: number;
  /** How many of them are terminals of the library; the others ask for the same and only count. */
  readonly real: number;
  readonly repetitions: number;
}

/** The host is killed and started again: until all terminals see all. */
export function directory({ terminals = 500, real = 20, repetitions = 5 }: Partial<DirectorySize> = {}): Subject {
  return {
    name: 'directory',
    description: 'a restart of the host until everybody sees everybody, beside a bare broadcast',
    measure: (signal) => figures({ terminals, real, repetitions }, signal),
  };
}

async function* figures(size: DirectorySize, signal: AbortSignal): AsyncGenerator<Figure> {
  const { terminals, real, repetitions } = size;
  const broadcast = { connections: terminals, messages: terminals, crowds: CROWDS, repetitions };
  const bare = await bareBroadcast(broadcast, signal);
  const restarts = await measureRestarts(size, signal);
  const [measured, baseline] = [distributionOf(restarts.map(sampleOf)), distributionOf(bare)];
  yield {
    subject: 'directory',
    what: {
      en: `from kill -9 of the host until ${terminals} terminals (${real} of the library) see each other; CPU: the host's`,
      zh: `自 host 被 kill -9 起，至 ${terminals} 个终端（其中 ${real} 个用本项目的库）彼此可见；CPU 为 host 的`,
    },
    measured,
    baseline: { ...baseline, what: bareText(terminals) },
    ratio: baseline.median / measured.median,
    ratioOf: 'wall',
    goalMs: 5_000,
    further: furtherOf(restarts),
  };
}

function bareText(terminals: number): Text {
  return {
    en: `a bare server that sends as many small messages to ${terminals}; CPU: its own`,
    zh: `只向 ${terminals} 个连接发送同样多小消息的服务器；CPU 为其自身的`,
  };
}

interface Restart {
  readonly wallMs: number;
  readonly sinceListeningMs: number;
  readonly host: ProcessCosts;
  readonly terminalsCpuMs: number;
}

const sampleOf = ({ wallMs, host }: Restart): Sample => ({ wallMs, cpuMs: host.cpuMs });

function furtherOf(restarts: readonly Restart[]): NonNullable<Figure['further']> {
  const largest = (of: (restart: Restart) => number): number => Math.round(Math.max(...restarts.map(of)));
  return [
    {
      what: { en: 'peak resident memory of the host, at most', zh: 'host 常驻内存峰值的最大值' },
      value: largest(({ host }) => host.peakRssMb),
      unit: 'MB',
      goal: 120,
    },
    {
      what: { en: 'since the host listens, at most', zh: '自 host 开始监听起，最长' },
      value: largest(({ sinceListeningMs }) => sinceListeningMs),
      unit: 'ms',
    },
    {
      what: { en: 'CPU of all terminals, at most', zh: '所有终端的 CPU 时间，最大' },
      value: largest(({ terminalsCpuMs }) => terminalsCpuMs),
      unit: 'ms',
    },
  ];
}

async function measureRestarts(
  { terminals, real, repetitions }: DirectorySize,
  signal: AbortSignal,
): Promise<readonly Restart[]> {
  const folder = await makeTemporaryFolder('node-unit-bench-');
  const token = randomUUID();
  const crowds: Crowd[] = [];
  let host = startHostProgram(folder, 0, { token });
  try {
    const { port } = await host.logged('HostListening');
    const shares = sharesOf({ terminals, real });
    for (const { light, real } of shares) {
      crowds.push(new Crowd(CROWD, [`ws://127.0.0.1:${String(port)}`, token, light, real, terminals].map(String)));
    }
    await allSee(crowds, 0);
    const restarts: Restart[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      signal.throwIfAborted();
      const restart = await restartHost(host, crowds, () => startHostProgram(folder, Number(port), { token }));
      host = restart.host;
      restarts.push(restart.costs);
    }
    return restarts;
  } finally {
    for (const crowd of crowds) crowd.end();
    host.signal('SIGKILL');
    await host.exited;
    await rm(folder, { recursive: true, force: true });
  }
}

interface Restarted {
  readonly host: Program;
  readonly costs: Restart;
}

async function restartHost(before: Program, crowds: readonly Crowd[], start: () => Program): Promise<Restarted> {
  const cpuBeforeMs = crowdsCpuMs(crowds);
  const killedMs = Date.now();
  before.signal('SIGKILL');
  await before.exited;
  const host = start();
  await host.logged('HostListening');
  const listeningMs = Date.now();
  const states = await allSee(crowds, killedMs);
  const endMs = Math.max(...states.map(({ at }) => at));
  const costs = {
    wallMs: endMs - killedMs,
    sinceListeningMs: endMs - listeningMs,
    host: readProcess(host.pid),
    terminalsCpuMs: crowdsCpuMs(crowds) - cpuBeforeMs,
  };
  return { host, costs };
}

interface CrowdState {
  readonly complete: boolean;
  readonly at: number;
}

function crowdsCpuMs(crowds: readonly Crowd[]): number {
  return crowds.reduce((sum, { pid }) => sum + readProcess(pid).cpuMs, 0);
}

/** Since when each crowd sees everybody again. */
async function allSee(crowds: readonly Crowd[], afterMs: number): Promise<readonly CrowdState[]> {
  const fits = ({ complete, at }: CrowdState): boolean => complete && at > afterMs;
  const lines = await Promise.all(crowds.map((crowd) => crowd.says((line) => fits(stateOf(line)))));
  return lines.map(stateOf);
}

const stateOf = (line: string): CrowdState => JSON.parse(line) as CrowdState;

function sharesOf({ terminals, real }: Omit<DirectorySize, 'repetitions'>): readonly { light: number; real: number }[] {
  const shareOf = (count: number, crowd: number): number => Math.floor((count + crowd) / CROWDS);
  return Array.from({ length: CROWDS }, (_, crowd) => ({
    light: shareOf(terminals - real, crowd),
    real: shareOf(real, crowd),
  }));
}
