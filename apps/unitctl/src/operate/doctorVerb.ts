import { styleText } from 'node:util';

import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { type Finding, harmless } from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { type OutputOptions, print, withOutput } from './output.js';
import { type SessionOptions, withOperator } from './session.js';
import { usesColours } from './table.js';

const COLOURS = { ok: 'green', warning: 'yellow', fault: 'red' } as const;

/** `unitctl doctor`. */
export const doctorVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .addHelpText(
        'after',
        `\nExit codes: 0 = no fault, ${EXIT.failed} = a fault, ${EXIT.unreachable} = the host cannot be reached.`,
      )
      .action((options: SessionOptions & OutputOptions) =>
        withOperator(options, async (operator) => {
          const findings = await operator.checkUp();
          await print(findings, options, () => findings.map(render).join('\n'));
          const faults = findings.filter(({ kind }) => kind === 'fault');
          if (faults.some(({ check }) => check === 'host')) process.exitCode = EXIT.unreachable;
          else if (faults.length > 0) process.exitCode = EXIT.failed;
        }),
      );
  },
};

function render({ kind, check, text }: Finding): string {
  const mark = usesColours() ? styleText(COLOURS[kind], kind.padEnd(7), { validateStream: false }) : kind.padEnd(7);
  return `${mark}  ${check.padEnd(11)}  ${harmless(text)}`;
}
