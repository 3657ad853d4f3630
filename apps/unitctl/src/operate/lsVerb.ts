import { ageOf, cellOf, type DeploymentPicture, type Operator } from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { chosen } from './chosen.js';
import { deploymentRecord } from './records.js';
import { type OutputOptions, textOf, withOutput } from './output.js';
import { type SessionOptions, withOperator } from './session.js';
import { noteSilence } from './silence.js';
import { type Column, heading, tableOf } from './table.js';
import { showOrWatch } from './watching.js';

interface LsOptions extends SessionOptions, OutputOptions {
  readonly watch?: boolean;
}

const HELP = `
Examples:
  unitctl ls
  unitctl ls web --watch
  unitctl ls -o json`;

/** `unitctl ls`. */
export const lsVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .argument('[names...]', 'only these: a name, name/replica, or the beginning of an ID')
      .option('-w, --watch', 'print again whenever something changes')
      .addHelpText('after', HELP)
      .action((names: readonly string[], options: LsOptions) =>
        withOperator(options, (operator) => list(operator, names, options)),
      );
  },
};

async function list(operator: Operator, names: readonly string[], { output, watch }: LsOptions): Promise<void> {
  await operator.cluster();
  const silence = watch === true ? undefined : noteSilence(operator);
  await showOrWatch(operator, watch, (picture) => {
    const shown = chosen(picture, names);
    return textOf(shown.map(deploymentRecord), output, () => render(shown, output === 'wide'));
  });
  await silence;
}

const COLUMNS: readonly Column<DeploymentPicture>[] = [
  { head: 'NAME', of: ({ label }) => label },
  {
    head: 'PACKAGE',
    of: ({ deployment: { packageName, packageVersion } }) => cellOf(`${packageName}@${packageVersion}`),
  },
  { head: 'STATE', of: ({ phase }) => phase },
  { head: 'NODE-UNIT', of: ({ nodeUnit }) => cellOf(nodeUnit) || '–' },
  { head: 'RESTARTS', of: ({ status }) => status?.restarts ?? 0 },
  { head: 'SINCE', of: ({ status, deployment }) => ageOf(status?.since ?? deployment.updatedAt, Date.now()) },
  { head: 'REASON', of: ({ reason, status }) => cellOf([status?.handOver, reason].filter(Boolean).join('; ')) },
];

const WIDE: readonly Column<DeploymentPicture>[] = [
  { head: 'ID', of: ({ id }) => id },
  ...COLUMNS,
  { head: 'RUNS', of: ({ status }) => cellOf(status?.resolvedVersion ?? '') },
  { head: 'PID', of: ({ status }) => status?.pid ?? '' },
  { head: 'LAST EXIT', of: ({ status }) => cellOf(status?.lastExit ?? '') },
];

function render(deployments: readonly DeploymentPicture[], isWide: boolean): string {
  if (deployments.length === 0) return 'no deployments; add one with "unitctl add web --package <package>"';
  return tableOf(isWide ? WIDE : COLUMNS, deployments, heading);
}
