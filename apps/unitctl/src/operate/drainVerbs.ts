import { wholeNumber } from '@node-unit/app-runtime';
import { findNodeUnit } from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { follow } from './following.js';
import { tell } from './output.js';
import { type SessionOptions, withOperator } from './session.js';

interface DrainOptions extends SessionOptions {
  readonly reason: string;
  readonly wait: boolean;
  readonly timeout: number;
}

const HELP = `
The node-unit claims nothing more. Its deployments are handed over one after another, each running elsewhere before the next
is touched; an exclusive one stops first. Daemons stay. It stays drained, over restarts too, until unitctl undrain.
Ctrl-C ends the waiting, not the drain.`;

/** `unitctl drain`. */
export const drainVerb: Verb = {
  configure: (command) => {
    withContextOption(command)
      .argument('<node-unit>', 'its name, or the beginning of its address')
      .option('--reason <text>', 'shown wherever the node-unit is', '')
      .option('--no-wait', 'do not wait until it holds nothing')
      .option('--timeout <seconds>', 'how long to wait', wholeNumber(1, 86_400), 3_600)
      .addHelpText('after', HELP)
      .action((nodeUnit: string, { reason, wait, timeout, ...session }: DrainOptions) =>
        withOperator(session, async (operator) => {
          if (wait) {
            const steps$ = operator.drain({ nodeUnit, reason, timeoutMs: timeout * 1_000 });
            const advice = `unitctl: no longer waiting; ${nodeUnit} stays drained and goes on (unitctl undrain ${nodeUnit} ends that)`;
            return follow(steps$, advice);
          }
          const { address, name } = findNodeUnit(await operator.cluster(), nodeUnit);
          await operator.operate({ kind: 'drain', address, reason });
          tell(`${name} is drained`);
        }),
      );
  },
};

/** `unitctl undrain`. */
export const undrainVerb: Verb = {
  configure: (command) => {
    withContextOption(command)
      .argument('<node-unit>', 'its name, or the beginning of its address')
      .action((text: string, options: SessionOptions) =>
        withOperator(options, async (operator) => {
          const { address, name } = findNodeUnit(await operator.cluster(), text);
          await operator.operate({ kind: 'undrain', address });
          tell(`${name} may claim again; nothing is moved back by itself (see unitctl rebalance)`);
        }),
      );
  },
};
