import { exitAfterParsing, wholeNumber } from '@node-unit/app-runtime';
import { Command } from 'commander';

/** What the person asked. */
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
  HOST_TOKEN  token of the host, if it requires one

Exit codes: 0 = all have answered, 1 = not all, or no such deployment or host, 2 = the question was wrong.`;

/** Reads the command line; prints the help, or what is wrong with it, and ends the process with 0 or 2. */
export function readOptions(argv: readonly string[]): WhyOptions {
  const command = new Command('npm run why --')
    .description('Asks every node-unit why it may or may not claim a deployment, and lays the answers side by side.')
    .argument('<deployment>', 'id of the deployment, or the beginning of it')
    .requiredOption('--host-url <url>', 'URL of the host')
    .option(
      '--timeout-ms <milliseconds>',
      'how long the host and each node-unit may take',
      wholeNumber(1, 600_000),
      5_000,
    )
    .option('--json', 'one JSON object instead of a table', false)
    .addHelpText('after', HELP)
    .exitOverride(exitAfterParsing)
    .parse([...argv]);
  const [deploymentId = ''] = command.args;
  return { deploymentId, ...command.opts<Omit<WhyOptions, 'deploymentId'>>() };
}
