import type { Scenario } from '../Scenario.js';
import { DEFAULTS } from '../Settings.js';
import type { ScenarioRun } from '../ScenarioRun.js';
import { noteTakeOver } from './takeOver.js';

const LOST = 'node-unit-2';

export const failover: Scenario = {
  name: 'failover',
  defaults: { ...DEFAULTS, deployments: 10 },
  run: async (run) => {
    await run.join(run.names);
    await run.insert(run.settings.deployments);
    run.distribution('initial', await run.untilAllRun(run.settings.deployments));
    run.signal(LOST, 'SIGKILL');
    const healed = await noteTakeOver(run, LOST);
    await checkNoOrphans(run);
    await checkReleasedFirst(run);
    const { deployments, nodes } = run.settings;
    const expected = nodes === 2 ? [deployments] : { sum: deployments };
    const sum = (counts: readonly number[]): number => counts.reduce((left, right) => left + right, 0);
    run.checkEnd(healed, (counts) => counts.length === nodes - 1 && sum(counts) === deployments, expected);
  },
};

async function checkNoOrphans(run: ScenarioRun): Promise<void> {
  const startedMs = run.recorder.now();
  const left = await run.untilNoProcessOf(LOST);
  run.fact('no_orphans', { nodeUnit: LOST, afterMs: run.recorder.now() - startedMs });
  run.recorder.check('no_orphans', 0, left);
}

/** Every change away from the lost address goes to the empty one. */
async function checkReleasedFirst(run: ScenarioRun): Promise<void> {
  const lost = run.cluster.local.addressOf(LOST);
  const moves = (await run.cluster.history()).filter(({ previousAddress }) => previousAddress === lost);
  const direct = moves.filter(({ address }) => address !== '');
  run.recorder.check('released_first', [], direct, direct.length === 0 && moves.length > 0);
}
