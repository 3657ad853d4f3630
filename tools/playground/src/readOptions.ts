import { resolve } from 'node:path';

import { exitAfterParsing, wholeNumber } from '@node-unit/app-runtime';
import { NONE_POLICY_NAME } from '@node-unit/fleet';
import { Command } from 'commander';

/** The parsed command line. */
export interface PlaygroundOptions {
  readonly nodes: number;
  readonly deployments: number;
  readonly policy: string;
  /** The directory from which the policy is resolved. */
  readonly policyDir: string;
  readonly port: number;
  readonly data?: string;
  readonly once: boolean;
  readonly json: boolean;
}

const HELP = `
Examples:
  npm start                                   a cluster of 3 node-units and a live view
  npm start -- --once                         a scripted failover: start, kill -9, recover, stop
  npm start -- --nodes 5 --deployments 40 --policy resource_usage`;

/** Parses the command line. Prints the help or an error and exits with 0 or 2 if there is nothing to run. */
export function readOptions(argv: readonly string[], workingDir: string): PlaygroundOptions {
  const command = new Command('npm start --')
    .description('A real node-unit cluster on this machine: embedded PostgreSQL, host, storage and node-units.')
    .option('--nodes <count>', 'number of node-units to start', wholeNumber(1, 50), 3)
    .option('--deployments <count>', 'number of sample deployments to insert', wholeNumber(1, 1_000), 6)
    .option('--policy <name>', 'claim policy of the node-units: built-in name, package or path', 'least_deployments')
    .option('--port <port>', 'port of the host; 0 = any free port', wholeNumber(0, 65_535), 0)
    .option('--data <dir>', 'keep the database in this directory and reuse it')
    .option('--once', 'run a scripted failover, print the timeline, and exit with 0 on success', false)
    .option('--json', 'print one JSON object per line instead of text', false)
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .exitOverride(exitAfterParsing);
  const { data, ...options } = command.parse([...argv]).opts<Omit<PlaygroundOptions, 'policyDir'>>();
  if (options.once && options.nodes < 2)
    command.error('error: --once kills one node-unit, so it needs --nodes 2 or more');
  if (options.once && options.policy.toLowerCase() === NONE_POLICY_NAME)
    command.error('error: --once waits until all deployments run, and with --policy none no node-unit claims them');
  return { ...options, policyDir: workingDir, ...(data === undefined ? {} : { data: resolve(workingDir, data) }) };
}
