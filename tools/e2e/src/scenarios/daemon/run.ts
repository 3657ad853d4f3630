import { type RunningProcess, type RunningProcesses, SAMPLE_DEPLOYMENT } from '@node-unit/local-cluster';

import { check } from '../../Check.js';
import { defineScenario } from '../../Scenario.js';
import { DEFAULTS } from '../../Settings.js';
import { words } from './words.js';

const IDLE = 'node-unit-idle';

export const daemon = defineScenario({
  name: 'daemon',
  words,
  defaults: DEFAULTS,
  run: async (run) => {
    await run.join(run.names);
    const [row] = await run.sql(
      "insert into deployment(package_name, package_version, command, args, type)\nvalues ($1, $2, '', '[]', 'daemon') returning id",
      [SAMPLE_DEPLOYMENT.packageName, SAMPLE_DEPLOYMENT.packageVersion],
    );
    const id = String(row?.['id']);
    const names = [...run.names, IDLE];
    await run.join([IDLE], { NODE_UNIT_CLAIM_POLICY: 'none' });
    const everywhere = await run.until('the daemon runs everywhere', ({ processes }) =>
      names.every((name) => processes.has(`${name} ${id}`)),
    );
    run.fact('daemon_running', { names });
    const runningOn = daemonsIn(everywhere.processes, id);

    await run.insert(run.settings.deployments);
    const end = await run.untilAllRun(run.settings.deployments);
    const gap = (counts: readonly number[]): number => (counts[0] ?? 0) - (counts.at(-1) ?? 0);
    const rows = await run.cluster.local.sql('select address, claim_epoch::int from deployment where id = $1', [id]);
    await run.sql("update deployment set enabled = false where type = 'daemon'");
    await run.until('the daemon runs nowhere', ({ processes }) => daemonsIn(processes, id).length === 0);
    run.fact('daemon_stopped');
    return {
      daemon_everywhere: check([...names].sort(), runningOn.map(({ nodeUnit }) => nodeUnit).sort()),
      daemon_unbound: check([{ address: '', claim_epoch: 0 }], rows),
      ...run.end(end, (counts) => counts.length === run.settings.nodes && gap(counts) <= 1, { largestGap: 1 }),
    };
  },
});

function daemonsIn(processes: RunningProcesses, id: string): readonly RunningProcess[] {
  return [...processes.values()].filter((process) => process.deploymentId === id);
}
