import { amount, exitAfterParsing, wholeNumber } from '@node-unit/app-runtime';
import { sampleScenarios } from '@node-unit/policy-testkit';
import { Command, InvalidArgumentError, Option } from 'commander';

/** What the person asked for. */
export interface SimulatorOptions {
  readonly policy: string;
  /** One of the set-ups of the contract checks; takes the place of everything else but the seed. */
  readonly setUp?: string;
  readonly nodes: number;
  /** Cores of each node; takes the place of `nodes`. */
  readonly capacities?: readonly number[];
  readonly deployments: number;
  readonly waves: number;
  readonly silent: number;
  readonly cpu: number;
  readonly memory: number;
  readonly noise: number;
  readonly intervalMs: number;
  readonly samplingMs: number;
  readonly seed: number;
  readonly check: boolean;
  readonly json: boolean;
}

const setUps = [...new Set(sampleScenarios().map(({ name }) => name))];
const HELP = `
Settings of a policy are read from the environment, as a node-unit reads them.
Exit code: 0 nothing is wrong, 1 faults were found, 2 wrong usage or no such policy.

Examples:
  npm run simulate -- --policy resource_usage --capacities 1,4,16 --deployments 42
  npm run simulate -- --policy ./my-policy.js --nodes 5 --waves 4 --silent 1
  npm run simulate -- --policy ./tools/simulator/bad-policies/always-first.js`;

/** Reads the command line; prints the help, or what is wrong with it, and ends the process with 0 or 2. */
export function readOptions(argv: readonly string[]): SimulatorOptions {
  const command = new Command('npm run simulate --')
    .description(
      'A claim policy in a simulated cluster: the real scheduler on virtual time, with measurements that lag.',
    )
    .option('--policy <name>', 'claim policy: built-in name, package or path', 'least_deployments')
    .addOption(new Option('--set-up <name>', 'a set-up of the checks, simulated alone').choices(setUps))
    .option('--nodes <count>', 'how many nodes, of one core each', wholeNumber(1, 1_000), 3)
    .option('--capacities <cores,…>', 'the cores of each node, with 2,048 MB per core; instead of --nodes', coresOfEach)
    .option('--deployments <count>', 'how many deployments, all alike', wholeNumber(1, 10_000), 24)
    .option('--waves <count>', 'insert them in so many parts, one every two sampling intervals', wholeNumber(1, 100), 1)
    .option('--silent <count>', 'how many nodes never say what they use', wholeNumber(0, 1_000), 0)
    .option('--cpu <cores>', 'what a deployment uses of CPU, in cores', amount(0, 1_000), 0.02)
    .option('--memory <MB>', 'what a deployment uses of memory', amount(0, 1e6), 60)
    .option('--noise <share>', 'by which share a measurement is off at most', amount(0, 1), 0.05)
    .option('--interval-ms <ms>', 'time between rounds when no event starts one', wholeNumber(10, 3_600_000), 5_000)
    .option('--sampling-ms <ms>', 'time between measurements', wholeNumber(10, 3_600_000), 5_000)
    .option('--seed <number>', 'of everything that is left to chance', wholeNumber(0, 4_294_967_295), 1)
    .option('--no-check', 'simulate only; leave out the checks of the policy contract')
    .option('--json', 'one JSON object instead of text', false)
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .exitOverride(exitAfterParsing);
  const options = command.parse([...argv]).opts<SimulatorOptions>();
  if (command.getOptionValueSource('nodes') === 'cli' && options.capacities) {
    command.error('error: --nodes and --capacities say the same: expected one of them');
  }
  return options;
}

function coresOfEach(text: string): readonly number[] {
  const cores = text.split(',').map(Number);
  if (cores.length <= 1_000 && cores.every((count) => count > 0 && count <= 4_096)) return cores;
  throw new InvalidArgumentError('Expected numbers of cores above 0, separated by commas, such as 1,4,16.');
}
