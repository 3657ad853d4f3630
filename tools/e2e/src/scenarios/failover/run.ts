import { type Check, check } from '../../Check.js';
import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import type { ScenarioRun } from '../../ScenarioRun.js';
import { noteTakeOver } from '../../steps/takeOver.js';
import { words } from './words.js';

const LOST = 'node-unit-2';

export const failover = defineScenario({
  name: 'failover',
  words,
  defaults: { ...DEFAULTS, deployments: 10 },
  short: { deployments: 21 },
  run: async (run) => {
    await run.join(run.names);
    await run.insert(run.settings.deployments);
    run.distribution('initial', await run.untilAllRun(run.settings.deployments));
    run.signal(LOST, 'SIGKILL');
    const healed = await noteTakeOver(run, LOST);
    const orphans = await untilNoOrphans(run);
    const { deployments, nodes } = run.settings;
    const expected = nodes === 2 ? [deployments] : { sum: deployments };
    const sum = (counts: readonly number[]): number => counts.reduce((left, right) => left + right, 0);
    return {
      no_orphans: check(0, orphans),
      released_first: await releasedFirst(run),
      ...run.end(healed, (counts) => counts.length === nodes - 1 && sum(counts) === deployments, expected),
    };
  },
});

async function untilNoOrphans(run: ScenarioRun): Promise<number> {
  const startedMs = run.recorder.now();
  const left = await run.untilNoProcessOf(LOST);
  run.fact('no_orphans', { nodeUnit: LOST, afterMs: run.recorder.now() - startedMs });
  return left;
}

/** Every change away from the lost address goes to the empty one. */
async function releasedFirst(run: ScenarioRun): Promise<Check> {
  const lost = run.cluster.local.addressOf(LOST);
  const moves = (await run.cluster.history()).filter(({ previousAddress }) => previousAddress === lost);
  const direct = moves.filter(({ address }) => address !== '');
  return check([], direct, direct.length === 0 && moves.length > 0);
}
