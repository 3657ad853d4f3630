import { EXIT } from '@node-unit/app-runtime';
import { type CreateClaimPolicy, faultsOf, findViolations, shrinkSchedule } from '@node-unit/simulation';

import { policyCreator } from '../policyCreator.js';
import { quoted } from '../simulate/simulationOf.js';
import type { SimulatorProcess } from '../simulate/runSimulator.js';
import type { FaultsOptions } from './FaultsOptions.js';
import { type FailingSeed, renderSeeds } from './renderFaults.js';

const TOLD_EVERY_MS = 5_000;

/**
 * Simulates the clusters of some seeds in which things go wrong, up to the first that violates a guarantee, which it makes as
 * small as it can. Gives the exit code.
 *
 * @throws AppError if there is no such policy, or if it rejects its settings
 */
export async function runFaults(options: FaultsOptions, process: SimulatorProcess): Promise<number> {
  const { env, workingDir, stdout, stderr } = process;
  const create = await policyCreator(options.policy, env, workingDir);
  const { from, to } = options.seeds ?? { from: options.seed, to: options.seed };
  let toldMs = performance.now();
  const tell = (seed: number): void => {
    if (performance.now() - toldMs < TOLD_EVERY_MS) return;
    toldMs = performance.now();
    stderr(`seeds ${from} to ${seed} hold\n`);
  };
  let [seed, failing]: [number, FailingSeed | undefined] = [from, undefined];
  for (; seed <= to && !failing; seed += 1) {
    failing = await failingSeed(create, seed, options.policy, env);
    if (!failing) tell(seed);
  }
  const count = seed - from;
  stdout(`${options.json ? JSON.stringify({ seeds: count, failing }) : renderSeeds(options.policy, count, failing)}\n`);
  return failing ? EXIT.failed : EXIT.ok;
}

async function failingSeed(
  create: CreateClaimPolicy,
  seed: number,
  policy: string,
  env: SimulatorProcess['env'],
): Promise<FailingSeed | undefined> {
  const found = await findViolations(create, faultsOf(seed), env);
  if (!found) return undefined;
  const smallest = await shrinkSchedule(create, found, env);
  return { seed, found, smallest, replay: `unitctl simulate --policy ${quoted(policy)} --faults --seed ${seed}` };
}
