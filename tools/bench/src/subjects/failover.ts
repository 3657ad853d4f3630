import { type Failure, possibleFailures } from '../failover/Failure.js';
import { FailingCluster, type FailoverTimes } from '../failover/FailingCluster.js';
import type { Figure, Text } from '../Figure.js';
import { wallDistributionOf } from '../measure.js';
import type { Subject } from '../Subject.js';

const DEPLOYMENTS = 2;

interface FailoverOptions {
  /** Of each failure. */
  readonly repetitions?: number;
  /** With rounds by the interval alone, which take longer. */
  readonly baselineRepetitions?: number;
  /** Names of failures. Default: all that this machine can cause. */
  readonly failures?: readonly string[];
}

/** A node-unit fails, in each of the ways in which one can: until what it held runs elsewhere. */
export function failover({ repetitions = 30, baselineRepetitions = 10, failures }: FailoverOptions = {}): Subject {
  return {
    name: 'failover',
    description: 'a node-unit is killed, stopped, hung, cut off, beside rounds by the interval alone (20 minutes)',
    async *measure(signal) {
      for (const possible of possibleFailures()) {
        if (failures !== undefined && !failures.includes(possible.name)) continue;
        const failure = possible.open();
        try {
          yield await figure(failure, { repetitions, baselineRepetitions, signal });
        } finally {
          failure.close();
        }
      }
    },
  };
}

interface Run {
  readonly repetitions: number;
  readonly baselineRepetitions: number;
  readonly signal: AbortSignal;
}

async function figure(failure: Failure, { repetitions, baselineRepetitions, signal }: Run): Promise<Figure> {
  const measured = await measureFailures(() => FailingCluster.start(failure, 'events', signal), repetitions);
  const baseline = await measureFailures(() => FailingCluster.start(failure, 'interval', signal), baselineRepetitions);
  const [own, other] = [runningOf(measured), runningOf(baseline)];
  return {
    subject: 'failover',
    what: {
      en: `a node-unit with ${DEPLOYMENTS} deployments is ${failure.description.en}: until both run elsewhere`,
      zh: `持有 ${DEPLOYMENTS} 个 deployment 的 node-unit ${failure.description.zh}：至两者都在别处运行`,
    },
    measured: own,
    baseline: { ...other, what: { en: 'rounds by the interval of 5 s alone', zh: '只按 5 秒间隔触发轮次' } },
    ratio: other.median / own.median,
    ratioOf: 'wall',
    samplesMs: measured.map(({ runningMs }) => runningMs),
    further: [
      { what: CLAIMED, value: medianOf(measured, ({ claimedMs }) => claimedMs), unit: 'ms' },
      { what: STARTED, value: medianOf(measured, startOf), unit: 'ms' },
      {
        what: failure.isFatal ? OVERLAP : OLD_COPIES,
        value: Math.max(...measured.map(({ overlapMs }) => overlapMs)),
        unit: 'ms',
      },
    ],
  };
}

const CLAIMED: Text = { en: 'until both are claimed, median', zh: '至两者都被认领，中位数' };
const STARTED: Text = { en: 'from claimed to running, median', zh: '自认领至运行，中位数' };
const OVERLAP: Text = { en: 'two copies at the same time, longest', zh: '两份副本同时运行，最长' };
const OLD_COPIES: Text = { en: 'old copies since it is back, longest', zh: '恢复后旧副本继续存在，最长' };

const startOf = ({ claimedMs, runningMs }: FailoverTimes): number => runningMs - claimedMs;

function runningOf(times: readonly FailoverTimes[]) {
  return wallDistributionOf(times.map(({ runningMs }) => runningMs));
}

function medianOf(times: readonly FailoverTimes[], of: (times: FailoverTimes) => number): number {
  return wallDistributionOf(times.map(of)).median;
}

async function measureFailures(
  start: () => Promise<FailingCluster>,
  repetitions: number,
): Promise<readonly FailoverTimes[]> {
  const cluster = await start();
  try {
    const times: FailoverTimes[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) times.push(await cluster.fail(DEPLOYMENTS));
    return times;
  } finally {
    await cluster.stop();
  }
}
