import type { NodeLoad, SimulationResult } from '../SimulationResult.js';
import type { Fault } from './Fault.js';

/**
 * How evenly nodes were used. Silent nodes are excluded, because their usage is unknown to the others.
 *
 * @beta
 */
export interface Balance {
  /** Most deployments of a node minus fewest, at the end and at worst. */
  readonly countSpread: number;
  readonly worstCountSpread: number;
  /** Load of a node = mean of its shares of CPU and memory in use; highest minus lowest, at the end and at worst. */
  readonly loadSpread: number;
  readonly worstLoadSpread: number;
  /** By how much the load of a node is off the load of the whole at most, as a share of it. */
  readonly offProportion: number;
  readonly faults: readonly Fault[];
}

/**
 * Judges how even the nodes were: a policy may even out counts or loads, one of both is enough. Pure.
 *
 * @beta
 */
export function judgeBalance(result: SimulationResult): Balance {
  const { nodes, claims } = result;
  const over = [...claims.map(({ loadsBefore }) => loadsBefore), nodes].map((loads) =>
    loads.filter((_, index) => nodes[index]?.silent !== true),
  );
  const countsOver = over.map((loads) => spread(loads.map(({ deployments }) => deployments)));
  const loadsOver = over.map((loads) => spread(loads.map(loadOf)));
  const [countSpread, loadSpread] = [countsOver.at(-1) ?? 0, loadsOver.at(-1) ?? 0];
  return {
    countSpread,
    loadSpread,
    worstCountSpread: largest(countsOver),
    worstLoadSpread: largest(loadsOver),
    offProportion: offProportion(result),
    faults: isUneven(result, countSpread, loadSpread) ? [imbalance(result)] : [],
  };
}

/**
 * The mean of the shares of CPU and memory in use.
 *
 * @beta
 */
export function loadOf({ cpuShare, memoryShare }: NodeLoad): number {
  return (cpuShare + memoryShare) / 2;
}

/** Half of a fair share by count, and a quarter of the mean load, or two instances more or less, is even enough. */
function isUneven({ nodes, deployments }: SimulationResult, countSpread: number, loadSpread: number): boolean {
  const allowedCount = Math.max(2, deployments / nodes.length / 2);
  const loads = nodes.map(loadOf);
  const instances = nodes.flatMap((node) => (node.deployments > 0 ? [loadOf(node) / node.deployments] : []));
  const mean = loads.reduce((sum, load) => sum + load, 0) / nodes.length;
  const allowedLoad = Math.max(2 * largest(instances), mean / 4);
  return countSpread > allowedCount && loadSpread > allowedLoad;
}

function imbalance({ nodes }: SimulationResult): Fault {
  const ordered = [...nodes].sort((a, b) => loadOf(a) - loadOf(b));
  const inWords = (node: (typeof nodes)[number] | undefined): string =>
    node ? `${node.name} ${node.deployments} deployments at ${percent(loadOf(node))} load` : '';
  return {
    code: 'IMBALANCE',
    sentence: `Neither counts nor loads are even at the end: ${inWords(ordered[0])}, ${inWords(ordered.at(-1))}.`,
    example: Object.fromEntries(nodes.map((node) => [node.name, node.deployments])),
  };
}

function offProportion({ nodes }: SimulationResult): number {
  const whole = nodes.reduce(
    (sum, { capacity, cpuShare, memoryShare }) => ({
      cpu: sum.cpu + cpuShare * capacity.cpuCores,
      memory: sum.memory + memoryShare * capacity.memoryTotalMb,
      cores: sum.cores + capacity.cpuCores,
      memoryMb: sum.memoryMb + capacity.memoryTotalMb,
    }),
    { cpu: 0, memory: 0, cores: 0, memoryMb: 0 },
  );
  const fair = (whole.cpu / whole.cores + whole.memory / whole.memoryMb) / 2;
  return fair > 0 ? largest(nodes.map((node) => Math.abs(loadOf(node) / fair - 1))) : 0;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function spread(values: readonly number[]): number {
  return values.length === 0 ? 0 : largest(values) - values.reduce((least, value) => Math.min(least, value));
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
