import { ageOf, cellOf, type NodeUnitPicture, type Operator } from '@node-unit/operator';

import { withContextOption } from '../context/chosenConnection.js';
import type { Verb } from '../Verb.js';
import { type OutputOptions, textOf, withOutput } from './output.js';
import { nodeUnitRecord } from './records.js';
import { type SessionOptions, withOperator } from './session.js';
import { noteSilence } from './silence.js';
import { type Column, heading, tableOf } from './table.js';
import { showOrWatch } from './watching.js';

interface NodesOptions extends SessionOptions, OutputOptions {
  readonly watch?: boolean;
}

/** `unitctl nodes`. */
export const nodesVerb: Verb = {
  configure: (command) => {
    withOutput(withContextOption(command))
      .option('-w, --watch', 'print again whenever something changes')
      .action((options: NodesOptions) => withOperator(options, (operator) => list(operator, options)));
  },
};

async function list(operator: Operator, { output, watch }: NodesOptions): Promise<void> {
  await operator.cluster();
  const silence = watch === true ? undefined : noteSilence(operator);
  await showOrWatch(operator, watch, ({ nodeUnits }) =>
    textOf(nodeUnits.map(nodeUnitRecord), output, () => renderNodeUnits(nodeUnits, output === 'wide')),
  );
  await silence;
}

const COLUMNS: readonly Column<NodeUnitPicture>[] = [
  { head: 'NAME', of: ({ name }) => cellOf(name) },
  { head: 'STATE', of: stateOf },
  { head: 'DEPLOYMENTS', of: ({ deployments }) => deployments },
  {
    head: 'CPU',
    of: ({ nodeUnit }) => (nodeUnit?.resourceUsage ? `${nodeUnit.resourceUsage.cpuPercent.toFixed(1)} %` : '–'),
  },
  { head: 'MEMORY', of: memoryOf },
  { head: 'POLICY', of: ({ policy }) => cellOf(policy) || '–' },
  { head: 'VERSION', of: ({ version }) => cellOf(version) || '–' },
];

const WIDE: readonly Column<NodeUnitPicture>[] = [
  ...COLUMNS,
  { head: 'ADDRESS', of: ({ address }) => cellOf(address) },
  { head: 'TAGS', of: ({ nodeUnit }) => cellOf(tagsOf(nodeUnit?.nodeTags ?? {})) },
];

function tagsOf(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

function stateOf({ online, drained, claiming }: NodeUnitPicture): string {
  const state = online ? (claiming || drained ? 'online' : 'online, not claiming') : 'offline';
  if (!drained) return state;
  const reason = drained.reason === '' ? '' : `: ${drained.reason}`;
  return cellOf(`${state}, drained ${ageOf(drained.since, Date.now())}${reason}`);
}

function memoryOf({ nodeUnit }: NodeUnitPicture): string {
  const { resourceUsage, capacity } = nodeUnit ?? {};
  if (!resourceUsage) return '–';
  return `${Math.round(resourceUsage.memoryMb)}${capacity ? ` of ${Math.round(capacity.memoryTotalMb)}` : ''} MB`;
}

export function renderNodeUnits(nodeUnits: readonly NodeUnitPicture[], isWide: boolean): string {
  if (nodeUnits.length === 0) return 'no node-units; start one with "unitctl join <url of the host>"';
  return tableOf(isWide ? WIDE : COLUMNS, nodeUnits, heading);
}
