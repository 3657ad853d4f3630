import type { Deployment } from '@node-unit/deployment';
import type { ClusterPicture } from '@node-unit/operator';

import { addedNodes, type ImaginedNode, imaginedNode, lostNodes } from './imaginedNodes.js';
import { imaginedRows, type WaitingRow } from './imaginedRows.js';
import { type InstanceUsage, measuredUsage } from './measuredUsage.js';
import { notesOf } from './notesOf.js';
import type { Question } from './Question.js';

/** A cluster as it is, and as it would be. */
export interface Imagined {
  readonly before: readonly ImaginedNode[];
  readonly after: readonly ImaginedNode[];
  /** What is held by those that are there before. */
  readonly held: readonly Deployment[];
  readonly waiting: readonly WaitingRow[];
  readonly usageOf: (packageName: string) => InstanceUsage;
  /** What a person must know of what was assumed. */
  readonly notes: readonly string[];
}

const NO_USAGE: InstanceUsage = { cpuCores: 0, memoryMb: 0 };

/**
 * What a question means for a cluster. Pure.
 *
 * @throws AppError if it names a node-unit that is not there
 */
export function imagine(picture: ClusterPicture, question: Question): Imagined {
  const nodeUnits = picture.nodeUnits.flatMap(({ nodeUnit }) => nodeUnit ?? []);
  const lost = new Set(lostNodes(picture.nodeUnits, question.lose).map(({ address }) => address));
  const before = nodeUnits.map(imaginedNode);
  const left = before.filter(({ address }) => !lost.has(address));
  const rows = imaginedRows(picture.deployments, {
    online: addressesOf(before),
    left: addressesOf(left),
    more: question.deployments,
  });
  const measured = measuredUsage(nodeUnits);
  return {
    before,
    after: [...left, ...addedNodes(question.add, before)],
    ...rows,
    usageOf: (packageName) => measured.packages.get(packageName) ?? measured.mean ?? NO_USAGE,
    notes: notesOf({ picture, left: addressesOf(left), ...rows, measured }),
  };
}

function addressesOf(nodes: readonly ImaginedNode[]): ReadonlySet<string> {
  return new Set(nodes.map(({ address }) => address));
}
