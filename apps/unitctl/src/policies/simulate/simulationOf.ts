import { sampleScenarios } from '@node-unit/policy-testkit';
import { nodesOfCores, type SimulationOptions } from '@node-unit/simulation';

import type { SimulatorOptions } from './readOptions.js';

/** What is simulated if this was asked for. */
export function simulationOf(options: SimulatorOptions, env: SimulationOptions['env'] = {}): SimulationOptions {
  const setUp = sampleScenarios(env, options.seed).find(({ name }) => name === options.setUp);
  if (setUp) return setUp;
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
  if (options.setUp !== undefined) return replaySetUp(options.policy, options.setUp, options.seed);
  const nodes = options.capacities ? `--capacities ${options.capacities.join(',')}` : `--nodes ${options.nodes}`;
  return [
    `${simulate(options.policy)} ${nodes}`,
    `--deployments ${options.deployments} --waves ${options.waves} --silent ${options.silent}`,
    `--cpu ${options.cpu} --memory ${options.memory} --noise ${options.noise}`,
    `--interval-ms ${options.intervalMs} --sampling-ms ${options.samplingMs} --seed ${options.seed}`,
  ].join(' ');
}

/** The command line that simulates one set-up of the contract checks again. */
export function replaySetUp(policy: string, setUp: string, seed: number): string {
  return `${simulate(policy)} --set-up ${setUp} --seed ${seed}`;
}

function simulate(policy: string): string {
  return `unitctl simulate --policy ${quoted(policy)}`;
}

/** As a shell reads it. */
export function quoted(text: string): string {
  return /^[\w@./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
