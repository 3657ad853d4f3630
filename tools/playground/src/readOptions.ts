import { resolve } from 'node:path';

import { exitAfterParsing, wholeNumber } from '@node-unit/app-runtime';
import { NONE_POLICY_NAME } from '@node-unit/fleet';
import { Command } from 'commander';

/** What the person asked for. */
export interface PlaygroundOptions {
  readonly nodes: number;
  readonly deployments: number;
  readonly policy: string;
  /** Where the policy is looked for. */
  readonly policyDir: string;
  readonly port: number;
  readonly data?: string;
  readonly once: boolean;
  readonly json: boolean;
}

const HELP = `
Examples:
  npm start                                   a cluster of 3 node-units and a live view
  npm start -- --once                         the whole story by itself: start, kill -9, heal, stop
  npm start -- --nodes 5 --deployments 40 --policy resource_usage`;

/** Reads the command line; prints the help, or what is wrong with it, and ends the process with 0 or 2. */
export function readOptions(argv: readonly string[], workingDir: string): PlaygroundOptions {
  const command = new Command('npm start --')
    .description('A real node-unit cluster on this machine: embedded PostgreSQL, host, storage and node-units.')
    .option('--nodes <count>', 'how many node-units to start', wholeNumber(1, 50), 3)
    .option('--deployments <count>', 'how many sample deployments to insert', wholeNumber(1, 1_000), 6)
    .option('--policy <name>', 'claim policy of the node-units: built-in name, package or path', 'least_deployments')
    .option('--port <port>', 'port of the host; 0 = any that is free', wholeNumber(0, 65_535), 0)
    .option('--data <dir>', 'keep the database in this folder, and go on from it')
    .option('--once', 'run the story by itself, print the timeline, exit 0 if it went well', false)
    .option('--json', 'one JSON object a line instead of text', false)
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .exitOverride(exitAfterParsing);
  const { data, ...options } = command.parse([...argv]).opts<Omit<PlaygroundOptions, 'policyDir'>>();
  if (options.once && options.nodes < 2)
    command.error('error: --once kills one node-unit, so it needs --nodes 2 or more');
  if (options.once && options.policy.toLowerCase() === NONE_POLICY_NAME)
    command.error('error: --once waits until all deployments run, and under --policy none nobody claims them');
  return { ...options, policyDir: workingDir, ...(data === undefined ? {} : { data: resolve(workingDir, data) }) };
}
