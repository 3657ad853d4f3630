import { exitAfterParsing, wholeNumber } from '@node-unit/app-runtime';
import { Command, Option } from 'commander';

/** The parsed command line. */
export interface WhyOptions {
  readonly deploymentId: string;
  readonly hostUrl: string;
  readonly timeoutMs: number;
  readonly json: boolean;
}

const HELP = `
Examples:
  npm run why -- 3f2a --host-url ws://127.0.0.1:8888
  npm run -s why -- 3f2a0c9e-… --host-url ws://127.0.0.1:8888 --json

Environment:
  HOST_URL         URL of the host, instead of --host-url
  HOST_TOKEN       token of the host, if it requires one
  HOST_TOKEN_FILE  file that contains the token instead

Exit codes: 0 = all node-units answered, 1 = one did not, or the deployment or host is unknown, 2 = wrong usage.`;

/** Parses the command line. Prints the help or an error and exits with 0 or 2 if there is nothing to run. */
export function readOptions(argv: readonly string[]): WhyOptions {
  const command = new Command('npm run why --')
    .description('Asks every node-unit why it may or may not claim a deployment, and compares the answers.')
    .argument('<deployment>', 'ID of the deployment or a prefix of it')
    .addOption(new Option('--host-url <url>', 'URL of the host').env('HOST_URL').makeOptionMandatory())
    .option(
      '--timeout-ms <milliseconds>',
      'timeout for the host and for each node-unit',
      wholeNumber(1, 600_000),
      5_000,
    )
    .option('--json', 'print one JSON object instead of a table', false)
    .addHelpText('after', HELP)
    .exitOverride(exitAfterParsing)
    .parse([...argv]);
  const [deploymentId = ''] = command.args;
  return { deploymentId, ...command.opts<Omit<WhyOptions, 'deploymentId'>>() };
}
