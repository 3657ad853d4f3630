import type { Evidence } from '@node-unit/e2e-report';
import { processesWith, type Program } from '@node-unit/local-cluster';

import { type Check, check } from './Check.js';
import type { Recorder } from './Recorder.js';

/** What the shell that guards a program sets by itself, and the run's id. */
const SET_BY_THE_GUARD = ['NODE_UNIT_RUN_ID', 'PWD', 'OLDPWD', 'SHLVL', '_'];

/** What is checked in every scenario by the one who runs it. */
export type HarnessId = 'isolation' | 'one_claim_per_round' | 'nobody_robbed' | 'nothing_left';

interface Observed {
  readonly started: readonly Program[];
  readonly addressEvents: Evidence['addressEvents'];
  /** Node-units to which the scenario has done something. */
  readonly harmedAddresses: ReadonlySet<string>;
}

/** The rules that hold in every scenario. */
export function commonChecks(
  recorder: Recorder,
  { started, addressEvents, harmedAddresses }: Observed,
): Readonly<Record<Exclude<HarnessId, 'nothing_left'>, Check>> {
  return {
    isolation: isolation(recorder, started),
    one_claim_per_round: oneClaimPerRound(recorder),
    nobody_robbed: nobodyRobbed(addressEvents, harmedAddresses),
  };
}

/** At the very end: whether anything of the run is left. */
export function nothingLeft(folder: string): Readonly<Record<'nothing_left', Check>> {
  return { nothing_left: check([], processesWith(folder)) };
}

/** Every program has exactly what it was given. */
function isolation(recorder: Recorder, started: readonly Program[]): Check {
  const given = new Map(started.map(({ pid, env }) => [pid, env]));
  const differing = recorder.programs.flatMap(({ name, pid, environment }) => {
    const expected = given.get(pid) ?? {};
    const names = [...new Set([...Object.keys(expected), ...Object.keys(environment)])];
    return names
      .filter((each) => !SET_BY_THE_GUARD.includes(each) && expected[each] !== environment[each])
      .map((each) => `${name}: ${each}`);
  });
  return check([], differing);
}

/** At most one claim per node-unit and round. */
function oneClaimPerRound(recorder: Recorder): Check {
  const claims = new Map<string, number>();
  for (const { nodeUnit, event, fields } of recorder.records) {
    if (event !== 'DeploymentClaimed') continue;
    const key = `${nodeUnit} ${String(fields['round'])}`;
    claims.set(key, (claims.get(key) ?? 0) + 1);
  }
  const most = Math.max(0, ...claims.values());
  return check({ atMost: 1 }, most, most <= 1);
}

/** Nothing was taken from a node-unit to which the scenario has done nothing. */
function nobodyRobbed(events: Evidence['addressEvents'], harmedAddresses: ReadonlySet<string>): Check {
  const robberies = events.filter(
    ({ previousAddress, address }) =>
      previousAddress !== '' && (address !== '' || !harmedAddresses.has(previousAddress)),
  );
  return check([], robberies);
}
