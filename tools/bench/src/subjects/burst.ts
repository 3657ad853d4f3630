import type { Figure, FurtherFigure, Text } from '../Figure.js';
import { BurstCluster, type BurstTimes } from '../load/BurstCluster.js';
import { runBareParent } from '../load/runBareParent.js';
import { wallDistributionOf } from '../measure.js';
import type { Subject } from '../Subject.js';

interface Burst {
  readonly deployments: number;
  readonly repetitions: number;
  /** Within which all are to be claimed. */
  readonly goalMs?: number;
}

interface BurstSizes {
  readonly nodeUnits?: number;
  /** Deployments that are inserted at once. */
  readonly inserted?: readonly Burst[];
  /** Deployments of a node-unit that is killed. */
  readonly lost?: Burst;
}

/** Many deployments at once: inserted, or left by a node-unit that was killed. */
export function burst({
  nodeUnits = 5,
  inserted = [
    { deployments: 100, repetitions: 3, goalMs: 3_000 },
    { deployments: 1_000, repetitions: 1 },
  ],
  lost = { deployments: 200, repetitions: 2, goalMs: 2_000 },
}: BurstSizes = {}): Subject {
  const names = Array.from({ length: nodeUnits }, (_, number) => `node-unit-${number}`);
  return {
    name: 'burst',
    description: 'many deployments are inserted, or lost with their node-unit: until all run, beside a bare parent',
    async *measure(signal) {
      for (const size of inserted)
        yield figureOf(insertedText(size, nodeUnits), size, await insert(names, size, signal));
      yield figureOf(lostText(lost, nodeUnits - 1), lost, await lose(names, lost, signal));
    },
  };
}

interface Run {
  readonly own: BurstTimes;
  /** How long a parent took that only starts as many processes. */
  readonly bareMs: number;
}

async function insert(names: readonly string[], size: Burst, signal: AbortSignal): Promise<readonly Run[]> {
  const cluster = await BurstCluster.start(signal);
  try {
    await cluster.join(names);
    const runs: Run[] = [];
    for (let repetition = 0; repetition < size.repetitions; repetition += 1) {
      const bareMs = await bareStartMs(size.deployments);
      runs.push({ own: await cluster.insert(size.deployments), bareMs });
      await cluster.clear();
    }
    return runs;
  } finally {
    await cluster.stop();
  }
}

async function lose([victim = '', ...others]: readonly string[], size: Burst, signal: AbortSignal) {
  const runs: Run[] = [];
  for (let repetition = 0; repetition < size.repetitions; repetition += 1) {
    const bareMs = await bareStartMs(size.deployments);
    const cluster = await BurstCluster.start(signal);
    try {
      await cluster.join([victim]);
      await cluster.insert(size.deployments);
      await cluster.join(others);
      runs.push({ own: await cluster.kill(victim), bareMs });
    } finally {
      await cluster.stop();
    }
  }
  return runs;
}

async function bareStartMs(deployments: number): Promise<number> {
  return (await runBareParent(deployments)).started.wallMs;
}

function figureOf(what: Text, { goalMs }: Burst, runs: readonly Run[]): Figure {
  const measured = wallDistributionOf(runs.map(({ own }) => own.runningMs));
  const baseline = wallDistributionOf(runs.map(({ bareMs }) => bareMs));
  const claimed: FurtherFigure = {
    what: { en: 'until all are claimed, median', zh: '至全部被认领，中位数' },
    value: wallDistributionOf(runs.map(({ own }) => own.claimedMs)).median,
    unit: 'ms',
    ...(goalMs !== undefined && { goal: goalMs }),
  };
  const difference: FurtherFigure = {
    what: { en: 'most deployments minus fewest, largest', zh: '最多与最少的 deployment 数之差，最大' },
    value: Math.max(...runs.map(({ own }) => own.difference)),
    unit: '',
    goal: 1,
  };
  return {
    subject: 'burst',
    what,
    measured,
    baseline: { ...baseline, what: { en: 'a parent that starts as many', zh: '启动同样多进程的父进程' } },
    ratio: baseline.median / measured.median,
    ratioOf: 'wall',
    further: [claimed, difference],
  };
}

function insertedText({ deployments }: Burst, nodeUnits: number): Text {
  return {
    en: `${deployments} deployments are inserted: until they run on ${nodeUnits} node-units`,
    zh: `插入 ${deployments} 个 deployment：至它们在 ${nodeUnits} 个 node-unit 上运行`,
  };
}

function lostText({ deployments }: Burst, nodeUnits: number): Text {
  return {
    en: `a node-unit with ${deployments} deployments is killed: until they run on ${nodeUnits} others`,
    zh: `持有 ${deployments} 个 deployment 的 node-unit 被强制终止：至它们在另外 ${nodeUnits} 个上运行`,
  };
}
