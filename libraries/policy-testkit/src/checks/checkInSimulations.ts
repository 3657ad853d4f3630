import {
  type CreateClaimPolicy,
  type Fault,
  judgeSimulation,
  nodesOfCores,
  simulate,
  type SimulatedWorkload,
  type SimulationOptions,
} from '@node-unit/simulation';

import type { Finding, FindingCode } from '../Finding.js';

/**
 * A cluster to try a policy in.
 *
 * @beta
 */
export interface Scenario extends SimulationOptions {
  /** Short, for the command line. */
  readonly name: string;
  readonly title: string;
}

/** Tries a policy in every scenario. The first of its kind of every fault is a finding; uneven nodes alone are none. */
export async function checkInSimulations(
  create: CreateClaimPolicy,
  scenarios: readonly Scenario[],
): Promise<readonly Finding[]> {
  const findings = new Map<FindingCode, Finding>();
  for (const scenario of scenarios) {
    const { faults } = judgeSimulation(await simulate(create, scenario));
    for (const fault of faults) {
      const { code } = fault;
      if (code !== 'IMBALANCE' && !findings.has(code)) findings.set(code, { code, ...inScenario(fault, scenario) });
    }
  }
  return [...findings.values()];
}

function inScenario({ sentence, example }: Fault, { name, title, seed }: Scenario): Omit<Finding, 'code'> {
  return {
    sentence: `${title}, seed ${seed}: ${sentence}`,
    example: { set_up: name, scenario: title, seed, ...example },
  };
}

const workload = (count: number, insertedMs = 0, packageName = 'web'): SimulatedWorkload => {
  return { packageName, count, cpuCores: 0.05, memoryMb: 60, insertedMs };
};

/**
 * The scenarios of every check: small, and each with a way to go wrong.
 *
 * @beta
 */
export function sampleScenarios(env: SimulationOptions['env'] = {}, firstSeed = 1): readonly Scenario[] {
  const equal = nodesOfCores([1, 1, 1, 1]);
  const silent = equal.map((node, index) => ({ ...node, silent: index === 0 }));
  const waves = [0, 1, 2, 3].map((wave) => workload(8, wave * 12_000, `web-${wave}`));
  const burst = {
    name: 'burst',
    title: '24 deployments at once on 4 equal nodes',
    nodes: equal,
    workloads: [workload(24)],
  };
  const scenarios: readonly Omit<Scenario, 'seed' | 'env'>[] = [
    burst,
    { name: 'waves', title: '8 deployments every 12 s on 4 equal nodes', nodes: equal, workloads: waves },
    { ...burst, name: 'silent', title: '24 deployments on 4 nodes, one of which is silent', nodes: silent },
    {
      name: 'uneven',
      title: '42 deployments on nodes of 1, 4 and 16 cores',
      nodes: nodesOfCores([1, 4, 16]),
      workloads: [workload(42)],
    },
    { name: 'single', title: '6 deployments on a single node', nodes: nodesOfCores([2]), workloads: [workload(6)] },
  ];
  const [first, ...others] = scenarios.map((scenario) => ({ ...scenario, seed: firstSeed, env }));
  return first ? [first, { ...first, seed: firstSeed + 1 }, ...others] : [];
}
