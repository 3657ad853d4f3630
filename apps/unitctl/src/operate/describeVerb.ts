import {
  cellOf,
  type ClusterPicture,
  type DeploymentPicture,
  findNodeUnit,
  type Operator,
  OperatorError,
} from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { chosen } from './chosen.js';
import { renderEvent } from './eventsVerb.js';
import { renderNodeUnits } from './nodesVerb.js';
import { type OutputOptions, print, withOutput } from './output.js';
import { deploymentRecord, eventRecord, nodeUnitRecord } from './records.js';
import { type SessionOptions, withOperator } from './session.js';

const EVENTS = 10;

/** `unitctl describe`. */
export const describeVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .argument('<names...>', 'deployments, or the name of a node-unit')
      .action((names: readonly string[], options: SessionOptions & OutputOptions) =>
        withOperator(options, (operator) => describe(operator, names, options)),
      );
  },
};

async function describe(operator: Operator, names: readonly string[], options: OutputOptions): Promise<void> {
  const picture = await operator.cluster();
  const deployments = deploymentsOrNothing(picture, names);
  if (deployments.length === 0) {
    const nodeUnit = findNodeUnit(picture, names[0] ?? '');
    return print(nodeUnitRecord(nodeUnit), options, () => renderNodeUnits([nodeUnit], true));
  }
  const described = await Promise.all(
    deployments.map(async (deployment) => ({
      deployment,
      events: await operator.events({ deploymentIds: [deployment.id], limit: EVENTS }),
    })),
  );
  const records = described.map(({ deployment, events }) => ({
    ...deploymentRecord(deployment),
    reported_by: deployment.statuses.map(({ address, state }) => ({ address, state })),
    events: events.map(eventRecord),
  }));
  await print(records, options, () =>
    described
      .map(({ deployment, events }) => [...factsOf(deployment), ...events.map(renderEvent)].join('\n'))
      .join('\n\n'),
  );
}

/** None if there is only a node-unit of that name. */
function deploymentsOrNothing(picture: ClusterPicture, names: readonly string[]): readonly DeploymentPicture[] {
  try {
    return chosen(picture, names);
  } catch (error) {
    const isNodeUnit = names.length === 1 && picture.nodeUnits.some(({ name }) => name === names[0]);
    if (error instanceof OperatorError && isNodeUnit) return [];
    throw error;
  }
}

function factsOf(picture: DeploymentPicture): readonly string[] {
  const { id, label, phase, reason, nodeUnit, deployment } = picture;
  const { packageName, packageVersion, previousVersion, type, enabled, restart } = deployment;
  const desired = [`${packageName}@${packageVersion}`, enabled ? 'enabled' : 'disabled', type, `restart ${restart}`];
  const facts: readonly Fact[] = [
    ['id', id],
    ['state', [phase, reason].filter(Boolean).join(': ')],
    ['desired', desired.join(', ')],
    ['node-unit', nodeUnit || 'none'],
    ...statusFacts(picture),
    ['previous version', previousVersion],
    ...ruleFacts(deployment),
  ];
  const shown = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name.padEnd(17)} ${cellOf(value)}`);
  return [label, ...shown, '  events'];
}

type Fact = readonly [name: string, value: string];

function statusFacts({ status, statuses, deployment }: DeploymentPicture): readonly Fact[] {
  if (deployment.type === 'daemon') {
    return [['reported by', statuses.map(({ address, state }) => `${address.slice(0, 8)} ${state}`).join(', ')]];
  }
  if (!status) return [['actual', 'nothing is reported']];
  const { resolvedVersion, pid = 'none', since, restarts, lastExit, healthy = '', handOver } = status;
  return [
    ['actual', `version ${resolvedVersion || 'unknown'}, pid ${pid}, since ${since}`],
    ['restarts', String(restarts)],
    ['last exit', lastExit],
    ['healthy', String(healthy)],
    ['hand-over', handOver],
  ];
}

function ruleFacts({ constraints, exclusiveMs }: DeploymentPicture['deployment']): readonly Fact[] {
  return [
    ['constraints', Object.keys(constraints).length === 0 ? '' : JSON.stringify(constraints)],
    ['exclusive', exclusiveMs === 0 ? '' : `${exclusiveMs} ms`],
  ];
}
