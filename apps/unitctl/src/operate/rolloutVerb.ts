import { wholeNumber } from '@node-unit/app-runtime';
import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { follow } from './following.js';
import { type SessionOptions, withOperator } from './session.js';

interface RolloutOptions extends SessionOptions {
  readonly version?: string;
  readonly undo?: boolean;
  readonly timeout: number;
}

const HELP = `
One copy after another gets the version, and each runs before the next is touched. The first that fails ends the rollout.

Examples:
  unitctl rollout web --version 1.2.4
  unitctl rollout web --undo`;

/** `unitctl rollout`. */
export const rolloutVerb: Verb = {
  configure: (command) => {
    withContextOption(command)
      .argument('<name>', 'name of the deployment')
      .option('--version <spec>', 'npm spec of the version')
      .option('--undo', 'each copy gets the version that it had before')
      .option('--timeout <seconds>', 'how long each copy may take', wholeNumber(1, 86_400), 300)
      .addHelpText('after', HELP)
      .action((name: string, { version, undo, timeout, ...session }: RolloutOptions) => {
        if ((version === undefined) === (undo !== true)) {
          throw new AppError(EXIT.usage, 'rollout needs either --version <spec> or --undo');
        }
        const request = { deployment: name, version: undo === true ? undefined : version, timeoutMs: timeout * 1_000 };
        return withOperator(session, (operator) =>
          follow(
            operator.rollOut(request),
            'unitctl: the rollout is interrupted; copies that were not touched keep their version',
          ),
        );
      });
  },
};
