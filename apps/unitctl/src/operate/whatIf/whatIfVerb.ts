import { EXIT } from '@node-unit/app-runtime/exitCodes';

import { withContextOption } from '../../context/chosenConnection.js';
import type { Verb } from '../../Verb.js';
import { type OutputOptions, withOutput } from '../output.js';
import { type SessionOptions, withOperator } from '../session.js';
import type { Addition, Question } from './Question.js';
import { readAddition, readMore } from './readAddition.js';

/** The parsed command line. */
export interface WhatIfOptions extends SessionOptions, OutputOptions, Question {
  readonly policy?: string;
}

const HELP = `
The cluster as it is now goes into the simulator: capacities, tags, what each node-unit holds, and what that was measured
to use. Nothing is changed. The policy takes its settings from this environment, as a node-unit does from its own. What a
node-unit holds stays there, so a node-unit that is added takes only what has to be placed.

Exit codes: 0 = everything could be placed, ${EXIT.failed} = something could be placed nowhere, ${EXIT.usage} = wrong usage, unknown node-unit or policy.

Examples:
  unitctl what-if --lose machine-a               who would take what machine-a holds
  unitctl what-if --lose machine-a --add cpu=4,memory=8192
  unitctl what-if --deployments +20 --policy resource_usage`;

/** `unitctl what-if`. */
export const whatIfVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .option('--policy <name>', 'claim policy: built-in name, package or path (default: that of the node-units)')
      .option('--lose <node-units...>', 'node-units that would be lost, by name or address', [])
      .option<readonly Addition[]>(
        '--add <what>',
        'a number of node-units, or the capacity of one: cpu=4,memory=8192; may be given again',
        readAddition,
        [],
      )
      .option('--deployments <+count>', 'so many more deployments', readMore, 0)
      .addHelpText('after', HELP)
      .action((options: WhatIfOptions) =>
        withOperator(options, async (operator) => {
          const { runWhatIf } = await import('./runWhatIf.js');
          await runWhatIf(operator, options);
        }),
      );
  },
};
