import type { Finding } from '@node-unit/policy-testkit';
import type { Fault, Judgement, SimulationResult } from '@node-unit/simulation';

/** Everything that there is to say of a run. */
export interface Report {
  readonly result: SimulationResult;
  readonly judgement: Judgement;
  /** Of the contract checks; `undefined` if they were left out. */
  readonly findings: readonly Finding[] | undefined;
  /** The command that gives the same again. */
  readonly replay: string;
  /** The command that simulates one set-up of the contract checks. */
  readonly replaySetUp: (setUp: string, seed: number) => string;
}

/** What is wrong: first what only the checks have found, which is often the cause, then what went wrong here. */
export function faultsOf({ judgement, findings = [] }: Report): readonly (Fault | Finding)[] {
  const known = new Set<string>(judgement.faults.map(({ code }) => code));
  return [...findings.filter(({ code }) => !known.has(code)), ...judgement.faults];
}

/** The command that shows a fault again, where a set-up of the contract checks has found it. */
export function replayOf({ example }: Fault | Finding, { replaySetUp }: Report): string | undefined {
  const { set_up, seed } = example;
  return typeof set_up === 'string' && typeof seed === 'number' ? replaySetUp(set_up, seed) : undefined;
}
