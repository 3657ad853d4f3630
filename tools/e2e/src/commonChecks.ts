import type { Evidence } from '@node-unit/e2e-report';
import type { Program } from '@node-unit/local-cluster';

import type { Recorder } from './Recorder.js';

/** What the shell that guards a program sets by itself, and the run's id. */
const SET_BY_THE_GUARD = ['NODE_UNIT_RUN_ID', 'PWD', 'OLDPWD', 'SHLVL', '_'];

/** Every program has exactly what it was given. */
export function checkIsolation(recorder: Recorder, started: readonly Program[]): void {
  const given = new Map(started.map(({ pid, env }) => [pid, env]));
  const differing = recorder.programs.flatMap(({ name, pid, environment }) => {
    const expected = given.get(pid) ?? {};
    const names = [...new Set([...Object.keys(expected), ...Object.keys(environment)])];
    return names
      .filter((each) => !SET_BY_THE_GUARD.includes(each) && expected[each] !== environment[each])
      .map((each) => `${name}: ${each}`);
  });
  recorder.check('isolation', [], differing);
}

/** At most one claim per node-unit and round. */
export function checkOneClaimPerRound(recorder: Recorder): void {
  const claims = new Map<string, number>();
  for (const { nodeUnit, event, fields } of recorder.records) {
    if (event !== 'DeploymentClaimed') continue;
    const key = `${nodeUnit} ${String(fields['round'])}`;
    claims.set(key, (claims.get(key) ?? 0) + 1);
  }
  const most = Math.max(0, ...claims.values());
  recorder.check('one_claim_per_round', { atMost: 1 }, most, most <= 1);
}

/** Nothing was taken from a node-unit to which the scenario has done nothing. */
export function checkNobodyRobbed(
  recorder: Recorder,
  events: Evidence['addressEvents'],
  harmedAddresses: ReadonlySet<string>,
): void {
  const robberies = events.filter(
    ({ previousAddress, address }) =>
      previousAddress !== '' && (address !== '' || !harmedAddresses.has(previousAddress)),
  );
  recorder.check('nobody_robbed', [], robberies);
}
