import { nodesOfCores, type SimulationOptions } from '@node-unit/simulation';

import type { SimulatorOptions } from './readOptions.js';

/** What is simulated if this was asked for. */
export function simulationOf(options: SimulatorOptions, env: SimulationOptions['env'] = {}): SimulationOptions {
  const { deployments, waves, cpu, memory, silent, noise, seed, intervalMs, samplingMs } = options;
  const cores = options.capacities ?? Array.from({ length: options.nodes }, () => 1);
  const workloads = Array.from({ length: waves }, (_, wave) => ({
    packageName: waves === 1 ? 'workload' : `workload-${wave + 1}`,
    // What does not divide evenly comes with the first ones.
    count: Math.floor(deployments / waves) + Number(wave < deployments % waves),
    cpuCores: cpu,
    memoryMb: memory,
    insertedMs: wave * 2 * samplingMs,
  }));
  return {
    nodes: nodesOfCores(cores).map((node, index) => ({ ...node, silent: index < silent })),
    workloads,
    seed,
    noise,
    env,
    timing: { intervalMs, samplingIntervalMs: samplingMs, limitMs: waves * 2 * samplingMs + 300_000 },
  };
}

/** The command line that simulates the same again. */
export function replayCommand(options: SimulatorOptions): string {
  const nodes = options.capacities ? `--capacities ${options.capacities.join(',')}` : `--nodes ${options.nodes}`;
  return [
    `npm run simulate -- --policy ${quoted(options.policy)} ${nodes}`,
    `--deployments ${options.deployments} --waves ${options.waves} --silent ${options.silent}`,
    `--cpu ${options.cpu} --memory ${options.memory} --noise ${options.noise}`,
    `--interval-ms ${options.intervalMs} --sampling-ms ${options.samplingMs} --seed ${options.seed}`,
  ].join(' ');
}

function quoted(text: string): string {
  return /^[\w@./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
