import { type Failure, possibleFailures } from '../failover/Failure.js';
import { FailingCluster, type FailoverTimes } from '../failover/FailingCluster.js';
import type { Figure } from '../Figure.js';
import { distributionOf } from '../measure.js';
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
    async *measure() {
      for (const failure of possibleFailures()) {
        try {
          if (failures?.includes(failure.name) ?? true) yield await figure(failure, repetitions, baselineRepetitions);
        } finally {
          failure.close();
        }
      }
    },
  };
}

async function figure(failure: Failure, repetitions: number, baselineRepetitions: number): Promise<Figure> {
  const measured = await measureFailures(failure, 'events', repetitions);
  const baseline = await measureFailures(failure, 'interval', baselineRepetitions);
  const [own, other] = [runningOf(measured), runningOf(baseline)];
  return {
    subject: 'failover',
    what: `a node-unit with ${DEPLOYMENTS} deployments is ${failure.description}: until both run elsewhere`,
    measured: own,
    baseline: { ...other, what: 'rounds by the interval of 5 s alone' },
    ratio: other.median / own.median,
    ratioOf: 'wall',
    samplesMs: measured.map(({ runningMs }) => runningMs),
    further: [
      { what: 'until both are claimed, median', value: medianOf(measured, ({ claimedMs }) => claimedMs), unit: 'ms' },
      { what: 'from claimed to running, median', value: medianOf(measured, startOf), unit: 'ms' },
      {
        what: failure.isFatal ? 'two copies at the same time, longest' : 'old copies since it is back, longest',
        value: Math.max(...measured.map(({ overlapMs }) => overlapMs)),
        unit: 'ms',
      },
    ],
  };
}

const startOf = ({ claimedMs, runningMs }: FailoverTimes): number => runningMs - claimedMs;

function runningOf(times: readonly FailoverTimes[]) {
  return distributionOf(times.map(({ runningMs }) => ({ wallMs: runningMs, cpuMs: Number.NaN })));
}

function medianOf(times: readonly FailoverTimes[], of: (times: FailoverTimes) => number): number {
  return distributionOf(times.map((each) => ({ wallMs: of(each), cpuMs: Number.NaN }))).median;
}

async function measureFailures(
  failure: Failure,
  triggers: 'events' | 'interval',
  repetitions: number,
): Promise<readonly FailoverTimes[]> {
  const cluster = await FailingCluster.start(failure, triggers);
  try {
    const times: FailoverTimes[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) times.push(await cluster.fail(DEPLOYMENTS));
    return times;
  } finally {
    await cluster.stop();
  }
}
