import { cellOf, type ClusterPicture } from '@node-unit/operator';

import { type ImaginedRows, NEW_PACKAGE } from './imaginedRows.js';
import type { MeasuredUsage } from './measuredUsage.js';

interface Facts extends ImaginedRows {
  readonly picture: ClusterPicture;
  readonly left: ReadonlySet<string>;
  readonly measured: MeasuredUsage;
}

/** What the simulator has to assume, in sentences. Pure. */
export function notesOf(facts: Facts): readonly string[] {
  return [...notesOfUsage(facts), ...notesOfNodes(facts), ...notesOfRows(facts)];
}

function notesOfUsage({ held, waiting, measured }: Facts): readonly string[] {
  const names = [...held, ...waiting.map(({ row }) => row)].map(({ packageName }) => packageName);
  const unknown = [...new Set(names)].filter((name) => !measured.packages.has(name) && name !== NEW_PACKAGE);
  const instead = measured.mean ? 'what others use on average' : 'nothing, because nothing was measured yet';
  const isNew = names.includes(NEW_PACKAGE);
  return [
    ...(unknown.length > 0 ? [`Not measured yet, and taken to use ${instead}: ${listed(unknown)}.`] : []),
    ...(isNew ? [`Each new deployment has no constraints and is taken to use ${instead}.`] : []),
  ];
}

function notesOfNodes({ picture, left }: Facts): readonly string[] {
  const there = picture.nodeUnits.filter(({ address }) => left.has(address));
  const silent = there.filter(({ nodeUnit }) => !nodeUnit?.resourceUsage || !nodeUnit.capacity);
  const leaving = there.filter(({ drained, deployments }) => drained && deployments > 0);
  const dedicated = there.filter(({ nodeUnit }) => nodeUnit?.onlyNames !== undefined);
  return [
    ...(silent.length > 0 ? [`Load not known, because it is not published: ${namesOf(silent)}.`] : []),
    ...(leaving.length > 0 ? [`Drained, and taken to keep what is still there: ${namesOf(leaving)}.`] : []),
    ...(dedicated.length > 0
      ? [`Dedicated to some deployments, and taken to claim nothing: ${namesOf(dedicated)}.`]
      : []),
  ];
}

function notesOfRows({ picture, waiting }: Facts): readonly string[] {
  const commands = waiting.filter(({ row }) => row.command !== '').map(({ label }) => label);
  const { size } = picture.invalid;
  return [
    ...(commands.length > 0 ? [`Taken to be allowed everywhere: the commands of ${listed(commands)}.`] : []),
    ...(size > 0 ? [`Left out, because the row cannot be read: ${size}.`] : []),
  ];
}

function namesOf(nodeUnits: readonly { readonly name: string }[]): string {
  return listed(nodeUnits.map(({ name }) => name));
}

const MOST_NAMED = 8;

function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMED;
  return texts.slice(0, MOST_NAMED).map(cellOf).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
