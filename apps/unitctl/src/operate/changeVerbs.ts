import { wholeNumber } from '@node-unit/app-runtime';
import type { DeploymentDifference, Operation } from '@node-unit/deployment';
import type { Operator } from '@node-unit/operator';
import type { Command } from 'commander';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { chosen } from './chosen.js';
import { renderDifferences } from './differences.js';
import { follow } from './following.js';
import { tell } from './output.js';
import { type SessionOptions, withOperator } from './session.js';

const NAMES = 'deployments: names, name/replica, or the beginning of an ID';

/** How long a verb waits until its change has taken effect. */
export interface WaitOptions extends SessionOptions {
  readonly wait: boolean;
  readonly timeout: number;
}

/** Adds `--no-wait` and `--timeout`. */
export function withWaiting(command: Command): Command {
  return withContextOption(command)
    .option('--no-wait', 'do not wait until they run')
    .option('--timeout <seconds>', 'how long to wait', wholeNumber(1, 86_400), 180);
}

/** `unitctl scale`. */
export const scaleVerb: Verb = {
  configure: (command) => {
    withWaiting(command)
      .argument('<name>', 'name of the deployment')
      .argument('<replicas>', 'number of copies; new ones are copies of the first', wholeNumber(0, 10_000))
      .action((name: string, replicas: number, options: WaitOptions) =>
        withOperator(options, (operator) => change(operator, { kind: 'scale', name, replicas }, options)),
      );
  },
};

/** `unitctl restart`. */
export const restartVerb: Verb = {
  configure: (command) => {
    withWaiting(command)
      .argument('<names...>', NAMES)
      .option('--reason <text>', 'kept in the events', '')
      .action((names: readonly string[], options: WaitOptions & { readonly reason: string }) =>
        withOperator(options, async (operator) => {
          const deploymentIds = await idsOf(operator, names);
          await change(operator, { kind: 'restart', deploymentIds, reason: options.reason }, options);
        }),
      );
  },
};

function enabling(enabled: boolean): Verb {
  return {
    configure: (command) => {
      withWaiting(command)
        .argument('<names...>', NAMES)
        .action((names: readonly string[], options: WaitOptions) =>
          withOperator(options, async (operator) => {
            const deploymentIds = await idsOf(operator, names);
            await change(operator, { kind: 'setEnabled', deploymentIds, enabled }, options);
          }),
        );
    },
  };
}

/** `unitctl enable`. */
export const enableVerb: Verb = enabling(true);

/** `unitctl disable`. */
export const disableVerb: Verb = enabling(false);

/** `unitctl rm`. */
export const rmVerb: Verb = {
  configure: (command) => {
    withContextOption(command)
      .argument('<names...>', NAMES)
      .action((names: readonly string[], options: SessionOptions) =>
        withOperator(options, async (operator) => {
          const deploymentIds = await idsOf(operator, names);
          const { differences } = await operator.operate({ kind: 'remove', deploymentIds });
          tell(renderDifferences(differences));
        }),
      );
  },
};

async function idsOf(operator: Operator, names: readonly string[]): Promise<string[]> {
  return chosen(await operator.cluster(), names).map(({ id }) => id);
}

/** Carries out an operation, says what it did, and waits until that has taken effect. */
export async function change(operator: Operator, operation: Operation, options: WaitOptions): Promise<void> {
  const { differences } = await operator.operate(operation);
  tell(renderDifferences(differences));
  await waitFor(operator, differences, options);
}

export async function waitFor(
  operator: Operator,
  differences: readonly DeploymentDifference[],
  { wait, timeout }: WaitOptions,
): Promise<void> {
  const ids = differences
    .filter(({ action }) => action === 'add' || action === 'change')
    .map((each) => each.deploymentId);
  if (!wait || ids.length === 0) return;
  await follow(operator.untilRunning(ids, timeout * 1_000), 'unitctl: no longer waiting; the change stays');
}
