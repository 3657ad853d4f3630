import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

import { wholeNumber } from '@node-unit/app-runtime';
import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { messageOf } from '@node-unit/basics';
import { type DeploymentSpec, parseDeploymentSpecs } from '@node-unit/deployment';
import type { Operator } from '@node-unit/operator';

import type { Verb } from '../Verb.js';
import { waitFor, type WaitOptions, withWaiting } from './changeVerbs.js';
import { renderDifferences } from './differences.js';
import { tell } from './output.js';
import { withOperator } from './session.js';

interface AddOptions extends WaitOptions {
  readonly package: string;
  readonly version: string;
  readonly replicas: number;
  readonly command?: string;
  readonly environmentFile?: string;
  readonly daemon?: boolean;
}

const HELP = `
Values of environment variables are read from a file, so that they do not stand in the list of processes. (The option is
not called --env-file, because Node.js takes that one for itself.)

Examples:
  unitctl add web --package http-server --version 14.1.1 --command http-server -- -p 8080
  unitctl add api --package @me/api --replicas 3 --environment-file api.env`;

/** `unitctl add`. */
export const addVerb: Verb = {
  configure: (command) => {
    withWaiting(command)
      .argument('<name>', 'name of the new deployment')
      .argument('[args...]', 'arguments of the process, after --')
      .requiredOption('--package <package>', 'name of an npm package')
      .option('--version <spec>', 'npm spec: 1.2.3, ^1.2, latest, file:/absolute/path', 'latest')
      .option('--replicas <count>', 'number of copies', wholeNumber(1, 10_000), 1)
      .option('--command <program>', 'program of the package, instead of its entry file')
      .option('--environment-file <file>', 'environment variables, a NAME=value in each line')
      .option('--daemon', 'run it on every node-unit')
      .addHelpText('after', HELP)
      .action((name: string, args: readonly string[], options: AddOptions) => {
        const spec = specOf(name, args, options);
        return withOperator(options, (operator) => add(operator, spec, options));
      });
  },
};

function specOf(name: string, args: readonly string[], options: AddOptions): DeploymentSpec {
  const { package: packageName, version, replicas, command, environmentFile, daemon } = options;
  const parsed = parseDeploymentSpecs({
    name,
    package: packageName,
    version,
    replicas,
    args,
    ...(command !== undefined && { command }),
    ...(environmentFile !== undefined && { env: readEnvironmentFile(environmentFile) }),
    ...(daemon === true && { type: 'daemon' }),
  });
  const [spec] = parsed.kind === 'specs' ? parsed.specs : [];
  if (spec) return spec;
  throw new AppError(EXIT.usage, parsed.kind === 'invalid' ? parsed.faults.join('; ') : 'nothing to add');
}

function readEnvironmentFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new AppError(EXIT.usage, `--environment-file ${JSON.stringify(file)} cannot be read: ${messageOf(error)}`);
  }
}

async function add(operator: Operator, spec: DeploymentSpec, options: AddOptions): Promise<void> {
  const { deployments } = await operator.cluster();
  if (deployments.some(({ deployment: { name } }) => name === spec.name)) {
    const advice = 'change it with "unitctl apply", "unitctl rollout" or "unitctl scale", or choose another name';
    throw new AppError(EXIT.failed, `there is a deployment ${spec.name} already: ${advice}`);
  }
  const { differences } = await operator.apply([spec]);
  tell(renderDifferences(differences));
  await waitFor(operator, differences, options);
}
