import { createClaimPolicy } from '@node-unit/policy-least-deployments';
import { type LocalCluster, startLocalCluster } from '@node-unit/local-cluster';
import pg from 'pg';

import { Claimer } from '../Claimer.js';
import type { Figure, FurtherFigure } from '../Figure.js';
import { distributionOf, type Sample } from '../measure.js';
import type { Subject } from '../Subject.js';

/** Deployments that wait for node-units, which claim them through a real host, storage and database; nothing is started. */
export function claims({ nodeUnits = 5, deployments = 1_000, repetitions = 5 } = {}): Subject {
  return {
    name: 'claims',
    description: 'claims of tied node-units, beside bare conditional updates by as many connections',
    measure: (signal) => figures({ nodeUnits, deployments, repetitions }, signal),
  };
}

interface Sizes {
  readonly nodeUnits: number;
  readonly deployments: number;
  readonly repetitions: number;
}

async function* figures({ nodeUnits, deployments, repetitions }: Sizes, signal: AbortSignal): AsyncGenerator<Figure> {
  const cluster = await startLocalCluster({ signal });
  const claimers = Array.from({ length: nodeUnits }, () => new Claimer(cluster, createClaimPolicy()));
  try {
    const [bare, claimed]: [Sample[], Sample[]] = [[], []];
    // The first repetition is not counted: it compiles the code of the host, the storage and the node-units.
    for (let repetition = 0; repetition <= repetitions; repetition += 1) {
      signal.throwIfAborted();
      const bareSample = await perRow(deployments, () => updateBare(cluster, nodeUnits, deployments));
      await cluster.sql('truncate deployment');
      const sample = await claimAll(cluster, claimers, deployments);
      if (repetition === 0) continue;
      bare.push(bareSample);
      claimed.push(sample);
    }
    const [measured, baseline] = [distributionOf(claimed), distributionOf(bare)];
    yield {
      subject: 'claims',
      what: {
        en: `one of ${deployments} claims by ${nodeUnits} node-units`,
        zh: `${nodeUnits} 个 node-unit 认领 ${deployments} 个 deployment 中的一个`,
      },
      measured,
      baseline: {
        ...baseline,
        what: {
          en: 'one of as many conditional updates of the same table',
          zh: '对同一张表执行同样多次条件更新中的一次',
        },
      },
      ratio: baseline.median / measured.median,
      ratioOf: 'wall',
      further: [lostOf(claimers)],
    };
  } finally {
    await Promise.all(claimers.map((claimer) => claimer.dispose()));
    await cluster.stop();
  }
}

/** Inserts rows and resolves when all are claimed; then they go away again. */
async function claimAll(cluster: LocalCluster, claimers: readonly Claimer[], count: number): Promise<Sample> {
  await Promise.all(claimers.map((claimer) => claimer.sees(claimers.length)));
  const ended = Promise.all(claimers.map((claimer) => claimer.claims(count / claimers.length)));
  const sample = await perRow(count, async () => {
    await insert(cluster, count, true);
    await ended;
  });
  await cluster.sql('truncate deployment');
  await Promise.all(claimers.map((claimer) => claimer.seesNothing()));
  return sample;
}

async function updateBare(cluster: LocalCluster, connections: number, count: number): Promise<void> {
  const ids = await insert(cluster, count, false);
  const parts = Array.from({ length: connections }, (_, part) => ids.filter((_id, at) => at % connections === part));
  await Promise.all(
    parts.map(async (part) => {
      const client = new pg.Client({ connectionString: cluster.postgresUri });
      await client.connect();
      for (const id of part)
        await client.query(`update deployment set address = 'x' where id = $1 and address = ''`, [id]);
      await client.end();
    }),
  );
}

async function insert(cluster: LocalCluster, count: number, enabled: boolean): Promise<readonly string[]> {
  const rows = await cluster.sql(
    `insert into deployment (package_name, package_version, enabled)
     select 'bench', '1.0.0', $2 from generate_series(1, $1) returning id`,
    [count, enabled],
  );
  return rows.map(({ id }) => String(id));
}

async function perRow(count: number, work: () => Promise<unknown>): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  await work();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs: wallMs / count, cpuMs: (user + system) / 1_000 / count };
}

function lostOf(claimers: readonly Claimer[]): FurtherFigure {
  const sum = (of: (claimer: Claimer) => number): number => claimers.reduce((all, claimer) => all + of(claimer), 0);
  const [attempts, lost] = [sum((claimer) => claimer.attempts), sum((claimer) => claimer.lost)];
  const what = { en: `lost races of ${attempts} attempts`, zh: `${attempts} 次尝试中竞争失败的比例` };
  return { what, value: (lost / Math.max(1, attempts)) * 100, unit: '%', goal: 10 };
}
