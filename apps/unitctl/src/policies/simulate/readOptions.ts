import { amount, wholeNumber } from '@node-unit/app-runtime';
import { sampleScenarios } from '@node-unit/policy-testkit';
import { seedRange, type SeedRange } from '../faults/FaultsOptions.js';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** The parsed command line. */
export interface SimulatorOptions {
  readonly policy: string;
  /** A set-up of the contract checks; replaces all other options except the seed. */
  readonly setUp?: string;
  readonly nodes: number;
  /** Cores of each node; replaces `nodes`. */
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
  /** Let things go wrong, by the seed or by each of the seeds; replaces all other options. */
  readonly faults: boolean;
  readonly seeds?: SeedRange;
  /** The share of the nodes that die at once while they run everything. */
  readonly lose?: number;
  readonly check: boolean;
  readonly json: boolean;
}

const setUps = [...new Set(sampleScenarios().map(({ name }) => name))];
const HELP = `
Policies read their settings from the environment, as in a node-unit.
Exit codes: 0 = no faults, 1 = faults of the policy found, or a guarantee that did not hold, 2 = wrong usage or unknown policy.

Examples:
  unitctl simulate --policy resource_usage --capacities 1,4,16 --deployments 42
  unitctl simulate --policy ./my-policy.js --nodes 5 --waves 4 --silent 1
  unitctl simulate --policy ./apps/unitctl/bad-policies/always-first.js
  unitctl simulate --faults --seeds 1..2000
  unitctl simulate --nodes 100 --deployments 10000 --lose 0.1`;

/** Adds the options of the simulation to a command. */
export function configureOptions(command: Command): Command {
  return command
    .description(
      'Simulates a cluster under a claim policy: the real scheduler on virtual time, with delayed measurements.',
    )
    .option('--policy <name>', 'claim policy: built-in name, package or path', 'least_deployments')
    .addOption(new Option('--set-up <name>', 'simulate only this set-up of the contract checks').choices(setUps))
    .option('--nodes <count>', 'number of nodes with one core each', wholeNumber(1, 1_000), 3)
    .option('--capacities <cores,…>', 'cores of each node, with 2,048 MB per core; replaces --nodes', coresOfEach)
    .option('--deployments <count>', 'number of identical deployments', wholeNumber(1, 100_000), 24)
    .option('--waves <count>', 'number of batches to insert, two sampling intervals apart', wholeNumber(1, 100), 1)
    .option('--silent <count>', 'number of nodes that never publish their usage', wholeNumber(0, 1_000), 0)
    .option('--cpu <cores>', 'CPU usage of a deployment, in cores', amount(0, 1_000), 0.02)
    .option('--memory <MB>', 'memory usage of a deployment', amount(0, 1e6), 60)
    .option('--noise <share>', 'largest relative error of a measurement', amount(0, 1), 0.05)
    .option('--interval-ms <ms>', 'maximum time between rounds', wholeNumber(10, 3_600_000), 5_000)
    .option('--sampling-ms <ms>', 'time between measurements', wholeNumber(10, 3_600_000), 5_000)
    .option('--seed <number>', 'seed of all randomness', wholeNumber(0, 4_294_967_295), 1)
    .option('--faults', 'let things go wrong by the seed instead, and say which guarantee did not hold', false)
    .option('--seeds <from..to>', '--faults with each of these seeds, up to the first that fails', seedRange)
    .option(
      '--lose <share>',
      'simulate the loss of this share of the nodes at once (at least one stays), while they run everything',
      amount(0, 1),
    )
    .option('--no-check', 'simulate only; skip the checks of the policy contract')
    .option('--json', 'print one JSON object instead of text', false)
    .addHelpText('after', HELP);
}

/** The options that were chosen. Prints an error and exits with 2 if they exclude each other. */
export function optionsOf(command: Command): SimulatorOptions {
  const options = command.opts<SimulatorOptions>();
  if (command.getOptionValueSource('nodes') === 'cli' && options.capacities) {
    command.error('error: --nodes and --capacities exclude each other: expected one of them');
  }
  if (options.lose !== undefined && (options.faults || options.seeds)) {
    command.error('error: --lose and --faults exclude each other: expected one of them');
  }
  const extra = extraOption(command, options);
  if (extra !== undefined) command.error(`error: ${extra.of} does not take ${extra.flag}`);
  return options;
}

/** The options that have an effect, by the one that chooses another kind of simulation. */
const TAKEN: Readonly<Record<'lose' | 'seeds' | 'faults', ReadonlySet<string>>> = {
  lose: new Set(['policy', 'lose', 'nodes', 'deployments', 'seed', 'json']),
  seeds: new Set(['policy', 'faults', 'seeds', 'json']),
  faults: new Set(['policy', 'faults', 'seed', 'json']),
};

function kindOf({ lose, seeds, faults }: SimulatorOptions): keyof typeof TAKEN | undefined {
  if (lose !== undefined) return 'lose';
  if (seeds) return 'seeds';
  return faults ? 'faults' : undefined;
}

/** An option that was given and would have no effect. */
function extraOption(command: Command, options: SimulatorOptions) {
  const kind = kindOf(options);
  if (kind === undefined) return undefined;
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const names = command.options.map((each) => ({ name: each.attributeName(), flag: each.long }));
  const extra = names.find(({ name }) => isGiven(name) && !TAKEN[kind].has(name));
  return extra && { of: `--${kind}`, flag: extra.flag };
}

function coresOfEach(text: string): readonly number[] {
  const cores = text.split(',').map(Number);
  if (cores.length <= 1_000 && cores.every((count) => count > 0 && count <= 4_096)) return cores;
  throw new InvalidArgumentError('Expected numbers of cores above 0, separated by commas, such as 1,4,16.');
}
