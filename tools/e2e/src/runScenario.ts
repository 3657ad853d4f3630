import { messageOf } from '@node-unit/basics';
import type { Reporter } from '@node-unit/app-runtime';
import type { Evidence } from '@node-unit/e2e-report';
import { EVIDENCE_FORMAT } from '@node-unit/e2e-report';
import { type Program, startLocalCluster } from '@node-unit/local-cluster';

import { commonChecks, nothingLeft } from './commonChecks.js';
import { nodeUnitVersion, readDatabase } from './readDatabase.js';
import { machine, Recorder } from './Recorder.js';
import { redact } from './redact.js';
import type { Scenario } from './Scenario.js';
import { ScenarioRun } from './ScenarioRun.js';
import type { Settings } from './Settings.js';
import { TestCluster } from './TestCluster.js';

export interface RunOptions {
  readonly settings: Settings;
  /** Whether to run the form that the tests run. */
  readonly isShort?: boolean;
  readonly reporter: Reporter;
  /** A database server to use instead of one of our own. */
  readonly serverUri?: string;
  /** Ends the run early; what was seen until then is in the evidence. */
  readonly signal: AbortSignal;
}

/** Runs a scenario on real parts and gives what was observed. Nothing of the run is left, whatever happens. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Evidence> {
  const { settings, reporter, serverUri, signal, isShort = false } = options;
  const notRun = scenario.unavailable?.();
  if (notRun !== undefined) return notRunEvidence(scenario.name, settings, notRun);
  const recorder = new Recorder();
  const local = await startLocalCluster({
    signal,
    onProgress: (step: string) => reporter.step('starting', step),
    ...(serverUri === undefined ? {} : { serverUri }),
  });
  const { folder, postgresUri } = local;
  const run = new ScenarioRun({ cluster: new TestCluster(local, signal), recorder, settings, reporter, isShort });
  const observed = await observe(scenario, run).finally(async () => {
    for (const end of run.atEnd.reverse()) await end();
    await local.stop();
  });
  recorder.fact('stopped');
  recorder.found(nothingLeft(folder));
  const evidence = recorder.evidence(scenario.name, settings, observed);
  return redact(evidence, { folder, secrets: secretsOf(postgresUri, local.started) });
}

/** What the run itself cannot see: the database's own history, and whether every rule was kept. */
async function observe(scenario: Scenario, run: ScenarioRun): Promise<Parameters<Recorder['evidence']>[2]> {
  const { recorder, harmed, given } = run;
  const { local } = run.cluster;
  const [host, storage] = local.started;
  if (host) recorder.program(host, 'host');
  if (storage) recorder.program(storage, 'postgres-storage');
  const watching = recorder.watch(local);
  const failure = await scenario.run(run).then(
    (checks) => {
      recorder.found(checks);
      return undefined;
    },
    (error: unknown) => messageOf(error),
  );
  const database = await readDatabase(local, recorder);
  watching.unsubscribe();
  recorder.found(
    commonChecks(recorder, {
      started: [...local.started, ...given],
      addressEvents: database.addressEvents,
      harmedAddresses: new Set([...harmed].map((name) => local.addressOf(name))),
    }),
  );
  return { ...database, failure };
}

export function hasPassed({ assertions, failure }: Evidence): boolean {
  return failure === undefined && assertions.every(({ passed }) => passed);
}

function secretsOf(postgresUri: string, programs: readonly Program[]): readonly string[] {
  const passwords = programs.flatMap(({ env }) => [
    env['NODE_UNIT_PASSWORD'] ?? '',
    env['NODE_UNIT_PRIVATE_KEY'] ?? '',
    env['HOST_TOKEN'] ?? '',
  ]);
  return [new URL(postgresUri).password, ...passwords].filter(Boolean);
}

function notRunEvidence(scenario: string, settings: Settings, notRun: string): Evidence {
  return {
    format: EVIDENCE_FORMAT,
    scenario,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    versions: { nodeUnit: nodeUnitVersion(), node: process.versions.node, postgres: '', timescaledb: null },
    machine: machine(),
    settings: { ...settings },
    programs: [],
    input: [],
    deployments: [],
    facts: [],
    distributions: [],
    records: [],
    addressEvents: [],
    usage: [],
    terminals: [],
    assertions: [],
    notRun,
  };
}
