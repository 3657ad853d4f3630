import { EXIT } from '@node-unit/app-runtime';
import { checkClaimPolicy } from '@node-unit/policy-testkit';
import { type CreateClaimPolicy, judgeSimulation, simulate } from '@node-unit/simulation';

import { policyCreator } from '../policyCreator.js';
import { createProgress } from './createProgress.js';
import type { SimulatorOptions } from './readOptions.js';
import { renderReport } from './renderReport.js';
import { faultsOf, type Report } from './Report.js';
import { reportAsJson } from './reportAsJson.js';
import { replayCommand, replaySetUp, simulationOf } from './simulationOf.js';

/** What the simulator needs of the process that it runs in. */
export interface SimulatorProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where paths and packages are looked for. */
  readonly workingDir: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/**
 * Simulates what was asked for, prints what came of it, and gives the exit code.
 *
 * @throws AppError if there is no such policy, or if it rejects its settings
 */
export async function runSimulator(options: SimulatorOptions, process: SimulatorProcess): Promise<number> {
  const { env, workingDir, stdout, stderr } = process;
  const create = await policyCreator(options.policy, env, workingDir);
  const report = await makeReport(create, options, env, (line) => stderr(`${line}\n`));
  stdout(`${options.json ? reportAsJson(report) : renderReport(report)}\n`);
  return faultsOf(report).length === 0 ? EXIT.ok : EXIT.failed;
}

async function makeReport(
  create: CreateClaimPolicy,
  options: SimulatorOptions,
  env: SimulatorProcess['env'],
  tell: (line: string) => void,
): Promise<Report> {
  const result = await simulate(create, { ...simulationOf(options, env), onProgress: createProgress(tell) });
  // A set-up is one of those that the checks would go through.
  const isChecked = options.check && options.setUp === undefined;
  const findings = isChecked ? await checkClaimPolicy(create, { env, seed: options.seed }) : undefined;
  return {
    result,
    judgement: judgeSimulation(result),
    findings,
    replay: replayCommand(options),
    replaySetUp: (setUp, seed) => replaySetUp(options.policy, setUp, seed),
  };
}
