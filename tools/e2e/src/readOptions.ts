import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { exitAfterParsing, wholeNumber } from '@node-unit/app-runtime';
import { Command, Option } from 'commander';

import { scenarios } from './scenarios/index.js';
import type { Scenario } from './Scenario.js';
import type { Settings } from './Settings.js';

/** The parsed command line. */
export interface E2eOptions {
  readonly scenarios: readonly Scenario[];
  readonly list: boolean;
  /** Override the settings of the scenarios. */
  readonly changes: Partial<Settings>;
  readonly postgresUri: string | undefined;
  readonly output: string;
  /** Whether to run the short form that the tests run. */
  readonly isShort: boolean;
  readonly json: boolean;
}

interface Parsed extends Partial<Settings> {
  readonly all: boolean;
  readonly list: boolean;
  readonly json: boolean;
  readonly short: boolean;
  readonly update: boolean;
  readonly postgresUri?: string;
  readonly output?: string;
}

const REPORTS = fileURLToPath(new URL('../../../reports', import.meta.url));
const TRIAL = '.trial';
const HELP = `
Examples:
  npm run e2e -- --list
  npm run e2e -- failover --nodes 3 --deployments 12
  npm run e2e -- --all

A run with --short or with settings that differ from the scenario's own writes to reports/.trial/ and does not change the
committed reports.`;

/** Parses the command line. Prints the help or an error and exits with 0 or 2 if there is nothing to run. */
export function readOptions(argv: readonly string[], workingDir: string): E2eOptions {
  const command = new Command('npm run e2e --')
    .description('Runs scenarios on a real cluster on this machine and writes evidence and reports.')
    .argument('[scenario...]', 'scenarios to run')
    .option('--all', 'run every scenario', false)
    .option('--list', 'list the scenarios', false)
    .option('--nodes <count>', 'number of node-units', wholeNumber(2, 20))
    .option('--deployments <count>', 'number of deployments', wholeNumber(1, 500))
    .option('--policy <name>', 'claim policy of the node-units')
    .option('--interval-ms <milliseconds>', 'maximum time between rounds', wholeNumber(1, 600_000))
    .addOption(new Option('--round-triggers <what>', 'what starts rounds').choices(['events', 'interval']))
    .option('--postgres-uri <uri>', 'use this database server instead of starting one')
    .option('--short', 'run the short form of each scenario, as the tests do', false)
    .option('--update', 'write the committed reports even if the settings differ', false)
    .option('--output <dir>', 'directory for evidence and reports (default: reports/, or reports/.trial/)')
    .option('--json', 'print one JSON object per line instead of text', false)
    .addHelpText('after', HELP)
    .exitOverride(exitAfterParsing)
    .parse([...argv]);
  const { all, list, json, postgresUri, output, short, update, ...changes } = command.opts<Parsed>();
  const isTrial = !update && (short || Object.keys(changes).length > 0);
  const names = all ? scenarios.map(({ name }) => name) : command.args;
  if (names.length === 0 && !list) command.error('error: name a scenario, or --all, or --list');
  const chosen = names.map((name) => {
    const scenario = scenarios.find((each) => each.name === name);
    const known = scenarios.map((each) => each.name).join(', ');
    return scenario ?? command.error(`error: there is no scenario "${name}"; there are ${known}`);
  });
  return {
    scenarios: chosen,
    list,
    changes: withPath(changes, workingDir),
    postgresUri,
    output: output === undefined ? join(REPORTS, isTrial ? TRIAL : '') : resolve(workingDir, output),
    isShort: short,
    json,
  };
}

/** Resolves a policy that is a path from the working directory of the user. */
function withPath(changes: Partial<Settings>, workingDir: string): Partial<Settings> {
  const { policy } = changes;
  return policy !== undefined && /^\.{1,2}\//.test(policy)
    ? { ...changes, policy: resolve(workingDir, policy) }
    : changes;
}
