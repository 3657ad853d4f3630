import { wholeNumber } from '@node-unit/app-runtime';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { cellOf, type Operator } from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { follow } from './following.js';
import { type OutputOptions, print, withOutput } from './output.js';
import { type SessionOptions, withOperator } from './session.js';
import { heading, tableOf } from './table.js';

interface RebalanceOptions extends SessionOptions, OutputOptions {
  readonly dryRun?: boolean;
  readonly max: number;
  readonly timeout: number;
}

const HELP = `
Nothing is ever moved by itself. A deployment is moved if its claim policy would place it elsewhere now; its holder hands it
over, and it runs elsewhere before the next is moved.

Exit codes: 0 = done, or nothing to move; ${EXIT.failed} = failed, or a dry run that has found something to move.`;

/** `unitctl rebalance`. */
export const rebalanceVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .option('--dry-run', 'show what would be moved and why, and move nothing')
      .option('--max <count>', 'move at most so many', wholeNumber(1, 1_000), 10)
      .option('--timeout <seconds>', 'how long each move may take', wholeNumber(1, 86_400), 300)
      .addHelpText('after', HELP)
      .action((options: RebalanceOptions) =>
        withOperator(options, (operator) => {
          const { max: most, timeout } = options;
          if (options.dryRun === true) return show(operator, options);
          const steps$ = operator.rebalance({ most, timeoutMs: timeout * 1_000 });
          return follow(steps$, 'unitctl: interrupted; the move under way goes on, no other is begun');
        }),
      );
  },
};

async function show(operator: Operator, options: RebalanceOptions): Promise<void> {
  const { deployments, nodeUnits } = await operator.cluster();
  const nameOf = (address: string): string => nodeUnits.find((each) => each.address === address)?.name ?? address;
  const moves = (await operator.proposeMoves(options.max)).map(({ deploymentId, from, to, reason }) => ({
    deployment_id: deploymentId,
    label: deployments.find(({ id }) => id === deploymentId)?.label ?? deploymentId,
    from: nameOf(from),
    to: to.map(nameOf),
    reason,
  }));
  await print(moves, options, () =>
    moves.length === 0
      ? 'nothing to move: the policy would leave every deployment where it is'
      : tableOf(
          [
            { head: 'DEPLOYMENT', of: ({ label }) => label },
            { head: 'FROM', of: ({ from }) => cellOf(from) },
            { head: 'TO', of: ({ to }) => cellOf(to.join(' or ')) },
            { head: 'WHY', of: ({ reason }) => cellOf(reason) },
          ],
          moves,
          heading,
        ),
  );
  if (moves.length > 0) process.exitCode = EXIT.failed;
}
