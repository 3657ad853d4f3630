import { cellOf } from '@node-unit/operator';

import { type Column, tableOf } from '../table.js';
import type { Load } from './loadsOf.js';
import type { NodeUnitChange, Placement, WhatIfReport } from './WhatIfReport.js';

/** The answer for people. Pure. */
export function renderWhatIf(report: WhatIfReport, headingOf: (text: string) => string): string {
  const { placements, nodeUnits, notes } = report;
  const table = placements.length === 0 ? [] : [tableOf(PLACEMENTS, placements, headingOf), ''];
  return [
    whatWasAsked(report),
    '',
    ...table,
    tableOf(NODE_UNITS, nodeUnits, headingOf),
    '',
    whatHappens(report),
    balance(report),
    ...notes,
    'Nothing was changed.',
  ].join('\n');
}

const PLACEMENTS: readonly Column<Placement>[] = [
  { head: 'DEPLOYMENT', of: ({ label }) => cellOf(label) },
  { head: 'FROM', of: ({ from }) => cellOf(from) || '–' },
  { head: 'TO', of: ({ to }) => (to === undefined ? 'nowhere' : cellOf(to)) },
  { head: 'AFTER', of: ({ afterMs }) => (afterMs === undefined ? '–' : seconds(afterMs)) },
  { head: 'WHY', of: ({ reason }) => cellOf(reason) },
];

const NODE_UNITS: readonly Column<NodeUnitChange>[] = [
  { head: 'NODE-UNIT', of: ({ name }) => cellOf(name) },
  { head: 'DEPLOYMENTS', of: changeOf(({ deployments }) => String(deployments)) },
  { head: 'CPU', of: changeOf(({ cpuShare }) => percent(cpuShare)) },
  { head: 'MEMORY', of: changeOf(({ memoryShare }) => percent(memoryShare)) },
];

function changeOf(textOf: (load: Load) => string): Column<NodeUnitChange>['of'] {
  return ({ before, after }) => [before, after].map((load) => (load ? textOf(load) : '–')).join(' → ');
}

function whatWasAsked({ policy, lost, added }: WhatIfReport): string {
  const settings = Object.entries(policy.settings).map(([name, value]) => `${name}=${value}`);
  const changes = [
    ...(lost.length > 0 ? [`without ${lost.map(cellOf).join(', ')}`] : []),
    ...(added.length > 0 ? [`with ${added.join(', ')}`] : []),
  ];
  return cellOf(`Simulated ${[...changes, `under ${[policy.name, ...settings].join(' ')}`].join(', ')}:`);
}

function whatHappens({ placements, placedMs, rounds }: WhatIfReport): string {
  if (placements.length === 0) return 'Nothing would have to be placed; what is held stays where it is.';
  const nowhere = placements.filter(({ to }) => to === undefined).length;
  const placed = placements.length - nowhere;
  const soon =
    placed === 0 ? '' : ` after ${seconds(placedMs)} of simulated time, in ${rounds} rounds of all node-units`;
  const sentence = `${placed} of ${placements.length} would be placed${soon}.`;
  return nowhere === 0 ? sentence : `${sentence} ${nowhere} could be placed nowhere.`;
}

function balance({ balance: { before, after } }: WhatIfReport): string {
  return (
    `Most deployments minus fewest: ${before.deployments} → ${after.deployments}; ` +
    `highest load minus lowest: ${percent(before.load)} → ${percent(after.load)}.`
  );
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function percent(share: number | undefined): string {
  return share === undefined ? '?' : `${(share * 100).toFixed(1)} %`;
}
