import { applyDeploymentChange, type Deployment, type DeploymentReplica } from '@node-unit/deployment';

import { fleet } from '../fleet.js';
import type { Figure } from '../Figure.js';
import { measure } from '../measure.js';
import type { Subject } from '../Subject.js';

const REPETITIONS = 2_000;
const BASELINE_REPETITIONS = 100;

/** One changed row that arrives at a replica. */
export function replica({ deployments = 100_000, part = 1 } = {}): Subject {
  return {
    name: 'replica',
    description: 'a changed row that arrives at a replica, beside a copy of the whole map',
    measure: () => figures(deployments, part),
  };
}

async function* figures(deployments: number, part: number): AsyncGenerator<Figure> {
  const cluster = fleet({ nodeUnits: 1_000, deployments, waiting: 1 });
  let replicated: DeploymentReplica = applyDeploymentChange(
    { state: 'loading' },
    { kind: 'snapshot', deployments: cluster.rows },
  );
  const measured = await measure({
    repetitions: Math.ceil(REPETITIONS * part),
    warmUp: Math.ceil(100 * part),
    prepare: (repetition) => {
      const upserted = [cluster.changedRow(repetition)];
      return () => (replicated = applyDeploymentChange(replicated, { kind: 'delta', upserted, removedIds: [] }));
    },
  });
  let copy: ReadonlyMap<string, Deployment> = new Map(cluster.rows.map((row) => [row.id, row]));
  const baseline = await measure({
    repetitions: Math.ceil(BASELINE_REPETITIONS * part),
    warmUp: Math.ceil(10 * part),
    prepare: (repetition) => {
      const row = cluster.changedRow(repetition);
      return () => (copy = new Map(copy).set(row.id, row));
    },
  });
  yield {
    subject: 'replica',
    what: { en: `one changed row, ${deployments} rows`, zh: `${deployments} 行中有一行变化` },
    measured,
    baseline: { ...baseline, what: { en: 'a copy of the map', zh: '复制整个映射' } },
    ratio: baseline.cpuMedian / measured.cpuMedian,
    goalMs: 0.05,
  };
}
