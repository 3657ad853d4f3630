import type { Deployment } from '@node-unit/deployment';

import type { Imagined } from './imagine.js';
import type { ImaginedNode } from './imaginedNodes.js';

/** What a node-unit holds and uses, itself included. */
export interface Load {
  readonly deployments: number;
  /** Shares of its machine, 1 = all of it; `undefined` = not known. */
  readonly cpuShare: number | undefined;
  readonly memoryShare: number | undefined;
}

/** How even the node-units are. */
export interface Balance {
  /** Most deployments of one minus fewest. */
  readonly deployments: number;
  /** Highest load minus lowest; a load is the mean of the shares of CPU and memory. */
  readonly load: number;
}

/** By address. Pure. */
export function loadsOf(
  nodes: readonly ImaginedNode[],
  rows: readonly Deployment[],
  usageOf: Imagined['usageOf'],
): ReadonlyMap<string, Load> {
  const byAddress = new Map<string, Deployment[]>();
  for (const row of rows) {
    const there = byAddress.get(row.address);
    if (there) there.push(row);
    else byAddress.set(row.address, [row]);
  }
  return new Map(nodes.map((node) => [node.address, loadOf(node, byAddress.get(node.address) ?? [], usageOf)]));
}

function loadOf(node: ImaginedNode, rows: readonly Deployment[], usageOf: Imagined['usageOf']): Load {
  const { capacity, base = { cpuCores: 0, memoryMb: 0 }, silent = false } = node;
  const uses = [base, ...rows.map(({ packageName }) => usageOf(packageName))];
  const cpuCores = uses.reduce((sum, each) => sum + each.cpuCores, 0);
  const memoryMb = uses.reduce((sum, each) => sum + each.memoryMb, 0);
  return {
    deployments: rows.length,
    cpuShare: silent ? undefined : cpuCores / capacity.cpuCores,
    memoryShare: silent ? undefined : memoryMb / capacity.memoryTotalMb,
  };
}

/** Node-units whose load is not known count by their deployments only. Pure. */
export function balanceOf(loads: ReadonlyMap<string, Load>): Balance {
  const all = [...loads.values()];
  return {
    deployments: spread(all.map(({ deployments }) => deployments)),
    load: spread(
      all.flatMap(({ cpuShare, memoryShare }) =>
        cpuShare === undefined || memoryShare === undefined ? [] : [(cpuShare + memoryShare) / 2],
      ),
    ),
  };
}

function spread(values: readonly number[]): number {
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return values.length === 0 ? 0 : most - least;
}
