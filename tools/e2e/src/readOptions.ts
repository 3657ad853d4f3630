import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { exitAfterParsing, wholeNumber } from '@node-unit/app-runtime';
import { Command, Option } from 'commander';

import { scenarios } from './scenarios/index.js';
import type { Scenario } from './Scenario.js';
import type { Settings } from './Settings.js';

/** What the person asked for. */
export interface E2eOptions {
  readonly scenarios: readonly Scenario[];
  readonly list: boolean;
  /** Replaces the settings of the scenarios. */
  readonly changes: Partial<Settings>;
  readonly postgresUri: string | undefined;
  readonly output: string;
  /** Whether to run the form that the tests run. */
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

A run with other settings than those of the scenario, or in the short form, leaves the committed reports alone and writes
to reports/.trial/.`;

/** Reads the command line; prints the help, or what is wrong with it, and ends the process with 0 or 2. */
export function readOptions(argv: readonly string[], workingDir: string): E2eOptions {
  const command = new Command('npm run e2e --')
    .description('Runs scenarios on a real cluster on this machine and writes evidence and reports.')
    .argument('[scenario...]', 'which ones to run')
    .option('--all', 'run every scenario', false)
    .option('--list', 'list the scenarios', false)
    .option('--nodes <count>', 'how many node-units', wholeNumber(2, 20))
    .option('--deployments <count>', 'how many deployments', wholeNumber(1, 500))
    .option('--policy <name>', 'claim policy of the node-units')
    .option('--interval-ms <milliseconds>', 'interval of the rounds', wholeNumber(1, 600_000))
    .addOption(new Option('--round-triggers <what>', 'what starts rounds').choices(['events', 'interval']))
    .option('--postgres-uri <uri>', 'a database server to use instead of one of our own')
    .option('--short', 'a quicker form of each, as the tests run it', false)
    .option('--update', 'write the committed reports, although the numbers are others', false)
    .option('--output <dir>', 'where evidence and reports are written (default: reports/, or reports/.trial/)')
    .option('--json', 'one JSON object a line instead of text', false)
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

/** A policy that is a path is meant from where the person is. */
function withPath(changes: Partial<Settings>, workingDir: string): Partial<Settings> {
  const { policy } = changes;
  return policy !== undefined && /^\.{1,2}\//.test(policy)
    ? { ...changes, policy: resolve(workingDir, policy) }
    : changes;
}
