import { type FailureKind, type Handover, measureHandovers } from '@node-unit/e2e';
import { whyNoNamespaces } from '@node-unit/local-cluster';

import type { Figure, Text } from '../Figure.js';
import { wallDistributionOf } from '../measure.js';
import type { Subject } from '../Subject.js';

const DEPLOYMENTS = 2;

interface OverlapOptions {
  /** Failures of each kind. */
  readonly times?: number;
  readonly exclusiveMs?: number;
  /** Default: all that this machine can cause. */
  readonly kinds?: readonly FailureKind[];
}

/** The failures after which the old processes may still run. */
const SURVIVED: readonly FailureKind[] = ['stop', 'cut'];

const FAILED: Readonly<Record<FailureKind, Text>> = {
  kill: { en: 'killed (SIGKILL)', zh: '被强制终止（SIGKILL）' },
  term: { en: 'stopped in order (SIGTERM)', zh: '有序停止（SIGTERM）' },
  stop: { en: 'hung (SIGSTOP)', zh: '挂起（SIGSTOP）' },
  cut: { en: 'cut off (network namespace)', zh: '被切断网络（网络命名空间）' },
};

/** A node-unit fails and its processes do not: what it costs that no two copies of a deployment run at the same time. */
export function overlap({ times = 10, exclusiveMs = 5_000, kinds }: OverlapOptions = {}): Subject {
  return {
    name: 'overlap',
    description: 'an exclusive deployment of a node-unit that is hung or cut off, beside an ordinary one (5 minutes)',
    async *measure(signal) {
      for (const kind of kinds ?? SURVIVED) {
        if (kind === 'cut' && whyNoNamespaces() !== undefined) continue;
        const settings = { kind, times, deployments: DEPLOYMENTS, signal };
        const exclusive = await measureHandovers({ ...settings, exclusiveMs });
        const ordinary = await measureHandovers({ ...settings, exclusiveMs: 0 });
        yield figureOf(kind, exclusiveMs, exclusive.byFailure, ordinary.byFailure);
      }
    },
  };
}

function figureOf(
  kind: FailureKind,
  exclusiveMs: number,
  exclusive: readonly Handover[],
  ordinary: readonly Handover[],
): Figure {
  const [gaps, overlaps] = [exclusive.map(({ gapMs }) => gapMs), ordinary.map(({ overlapMs }) => overlapMs)];
  const [measured, baseline] = [wallDistributionOf(gaps), wallDistributionOf(overlaps)];
  return {
    subject: 'overlap',
    what: {
      en: `a node-unit is ${FAILED[kind].en}: no copy of an exclusive deployment (exclusive_ms ${exclusiveMs}) runs`,
      zh: `node-unit ${FAILED[kind].zh}：独占 deployment（exclusive_ms ${exclusiveMs}）没有副本运行的时间`,
    },
    measured,
    baseline: {
      ...baseline,
      what: { en: 'two copies of an ordinary one run', zh: '普通 deployment 同时运行两份副本的时间' },
    },
    ratio: baseline.median / measured.median,
    ratioOf: 'wall',
    samplesMs: gaps,
    further: [
      {
        what: { en: 'two copies of an exclusive one, longest', zh: '独占 deployment 同时运行两份副本，最长' },
        value: Math.max(...exclusive.map(({ overlapMs }) => overlapMs)),
        unit: 'ms',
        goal: 0,
      },
    ],
  };
}
