import { messageOf } from '@node-unit/basics';
import { createReporter, EXIT, interruptible, type Reporter } from '@node-unit/app-runtime';
import { type Evidence, removeCharts, type ScenarioText, writeEvidence, writeReport } from '@node-unit/e2e-report';

import { type E2eOptions, readOptions } from './readOptions.js';
import { reportOf, textOf } from './reportOf.js';
import { hasPassed, runScenario } from './runScenario.js';
import type { Scenario } from './Scenario.js';
import { scenarios } from './scenarios/index.js';

/** Runs what was asked for, one scenario after the other, and gives the exit code. */
export async function runE2e(argv: readonly string[], workingDir: string): Promise<number> {
  const options = readOptions(argv, workingDir);
  const reporter = createReporter(options.json, performance.now());
  if (options.list) {
    for (const { name, words, defaults } of scenarios) process.stdout.write(`${name}: ${words.en.goal(defaults)}\n`);
    return 0;
  }
  const signal = interruptible();
  const failed = await runAll(options, reporter, signal);
  if (signal.aborted) return EXIT.interrupted;
  if (failed.length > 0) reporter.failure(`${failed.join(', ')}; the evidence is in ${options.output}`);
  return failed.length === 0 ? 0 : EXIT.failed;
}

/** The names of the scenarios that failed. */
async function runAll(options: E2eOptions, reporter: Reporter, signal: AbortSignal): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const scenario of options.scenarios) {
    if (signal.aborted) break;
    const passed = await runAndReport(scenario, options, reporter, signal).catch((error: unknown) => {
      // The cluster did not start, so there is nothing to give evidence of.
      if (!signal.aborted) reporter.failure(messageOf(error));
      return false;
    });
    if (!passed) failed.push(scenario.name);
  }
  return failed;
}

async function runAndReport(
  scenario: Scenario,
  { changes, postgresUri, output, isShort }: E2eOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<boolean> {
  reporter.step('scenario', `── ${scenario.name}`, { scenario: scenario.name });
  const evidence = await runScenario(scenario, {
    settings: { ...scenario.defaults, ...(isShort && scenario.short), ...changes },
    isShort,
    reporter,
    signal,
    ...(postgresUri === undefined ? {} : { serverUri: postgresUri }),
  });
  writeEvidence(output, evidence);
  removeCharts(output, scenario.name);
  writeReport(output, reportOf(evidence, 'zh'));
  tellResult(evidence, textOf(scenario, evidence.settings, 'en'), reporter);
  return hasPassed(evidence);
}

function tellResult(evidence: Evidence, text: ScenarioText, reporter: Reporter): void {
  const { scenario, assertions, failure, notRun, durationMs } = evidence;
  for (const { id, expected, seen } of assertions.filter((assertion) => !assertion.passed)) {
    const line = `${text.assertions[id] ?? id}: expected ${JSON.stringify(expected)}, seen ${JSON.stringify(seen)}`;
    reporter.failure(line);
  }
  if (failure !== undefined) reporter.failure(failure);
  const passed = assertions.filter((assertion) => assertion.passed).length;
  const result = notRun === undefined ? `${passed} of ${assertions.length} assertions passed` : `not run: ${notRun}`;
  const seconds = (durationMs / 1_000).toFixed(1);
  reporter.step('result', `${scenario}: ${result} in ${seconds} s`, { scenario, passed, of: assertions.length });
}
