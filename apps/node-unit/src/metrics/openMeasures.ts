import { metricsTags, type ServedMetrics } from '@node-unit/app-runtime';
import type { Terminal } from '@node-unit/protocol';
import type { PlannedRound, RoundOutcome } from '@node-unit/scheduler';
import { Subscription } from 'rxjs';

import { measureNodeUnit, type NodeUnitSources } from './measureNodeUnit.js';
import type { NodeUnitMetric } from './metrics.js';
import { NodeUnitMeasures } from './NodeUnitMeasures.js';
import type { UsageSampled } from './UsageSeries.js';

/** Who hears what the node-unit does, for its metrics. */
export interface Measures {
  readonly onSample: (sample: UsageSampled | undefined) => void;
  readonly onPlan: (planned: PlannedRound) => void;
  readonly onOutcome: (outcome: RoundOutcome) => void;
  /** Measures while subscribed. */
  follow(sources: Omit<NodeUnitSources, 'self' | 'usage'>): Subscription;
}

const ignore = (): void => undefined;
const NO_MEASURES: Measures = {
  onSample: ignore,
  onPlan: ignore,
  onOutcome: ignore,
  follow: () => Subscription.EMPTY,
};

/** The measures of a node-unit, and the tag of its terminal that says where they are; none if no metrics are served. */
export function openMeasures(
  served: ServedMetrics<NodeUnitMetric> | undefined,
  terminal: Pick<Terminal, 'setTags'>,
  self: NodeUnitSources['self'],
): Measures {
  if (served === undefined) return NO_MEASURES;
  terminal.setTags(metricsTags(served.port));
  const { metrics } = served;
  const measures = new NodeUnitMeasures(metrics);
  const { onSample, onPlan, onOutcome, usage } = measures;
  return {
    onSample,
    onPlan,
    onOutcome,
    follow: (sources) => measureNodeUnit(metrics, { ...sources, self, usage }),
  };
}
