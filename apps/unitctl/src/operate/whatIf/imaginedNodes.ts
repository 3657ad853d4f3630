import { AppError } from '@node-unit/app-runtime/AppError';
import { EXIT } from '@node-unit/app-runtime/exitCodes';
import { findNodeUnit, harmless, type NodeUnitPicture, OperatorError } from '@node-unit/operator';
import type { NodeUnit, NodeUnitCapacity } from '@node-unit/scheduler';
import type { SimulatedNode } from '@node-unit/simulation';

import type { Addition } from './Question.js';

/** A node-unit of the simulation. */
export interface ImaginedNode extends SimulatedNode {
  readonly address: string;
}

/** Of a node-unit that publishes none; its load means nothing then. */
const SOME_CAPACITY: NodeUnitCapacity = { cpuCores: 1, memoryTotalMb: 2_048 };

/** An online node-unit as the simulator takes it; one that is dedicated to some deployments claims nothing there. Pure. */
export function imaginedNode(nodeUnit: NodeUnit): ImaginedNode {
  const { name, address, nodeTags, claiming, onlyNames, resourceUsage, settledUsage } = nodeUnit;
  const capacity = nodeUnit.capacity ?? SOME_CAPACITY;
  const base = settledUsage?.base;
  return {
    name,
    address,
    capacity,
    nodeTags,
    claiming: claiming && onlyNames === undefined,
    silent: resourceUsage === undefined || nodeUnit.capacity === undefined,
    ...(base && { base: { cpuCores: (base.cpuPercent / 100) * capacity.cpuCores, memoryMb: base.memoryMb } }),
  };
}

/**
 * The node-units that would join, named `added-1` and so on; what they use themselves is as in the middle one. Pure.
 *
 * @throws AppError if it cannot be known how large they are
 */
export function addedNodes(additions: readonly Addition[], present: readonly ImaginedNode[]): readonly ImaginedNode[] {
  const bySize = present
    .filter(({ silent }) => silent !== true)
    .sort(({ capacity: a }, { capacity: b }) => a.cpuCores - b.cpuCores || a.memoryTotalMb - b.memoryTotalMb);
  const middle = bySize[Math.floor(bySize.length / 2)];
  return additions.map((addition, index) => {
    const capacity = addition ?? middle?.capacity;
    const name = `added-${index + 1}`;
    if (capacity) return { name, address: name, capacity, ...(middle?.base && { base: middle.base }) };
    const advice = 'say it, such as --add cpu=4,memory=8192';
    throw new AppError(EXIT.usage, `no online node-unit publishes how large it is: ${advice}`);
  });
}

/**
 * The online node-units that the words mean. Pure.
 *
 * @throws AppError that names the word
 */
export function lostNodes(nodeUnits: readonly NodeUnitPicture[], words: readonly string[]): readonly NodeUnitPicture[] {
  return [...new Set(words.map((word) => onlineNodeUnit(nodeUnits, word)))];
}

function onlineNodeUnit(nodeUnits: readonly NodeUnitPicture[], word: string): NodeUnitPicture {
  const found = named(nodeUnits, word);
  if (found.online) return found;
  throw new AppError(EXIT.usage, `${harmless(found.name)} is not online: it is lost already, and what it held waits`);
}

function named(nodeUnits: readonly NodeUnitPicture[], word: string): NodeUnitPicture {
  try {
    return findNodeUnit({ nodeUnits }, word);
  } catch (error) {
    throw error instanceof OperatorError ? new AppError(EXIT.usage, error.message, { cause: error }) : error;
  }
}
