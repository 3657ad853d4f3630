import { type ClaimPolicyContext, type PolicySetting, readPolicySetting } from '@node-unit/scheduler';

const cpuWeight: PolicySetting<number> = {
  name: 'NODE_UNIT_CPU_WEIGHT',
  description: 'weight of CPU usage in the `resource_usage` policy',
  defaultText: '0.5',
  read: readWeight,
};

const memoryWeight: PolicySetting<number> = {
  name: 'NODE_UNIT_MEMORY_WEIGHT',
  description: 'weight of memory usage in the `resource_usage` policy',
  defaultText: '0.5',
  read: readWeight,
};

const memoryUnit: PolicySetting<Settings['memoryUnit']> = {
  name: 'NODE_UNIT_MEMORY_UNIT',
  description: 'how `resource_usage` measures memory: as a `share` of the machine, or in `gb` with CPU in percent',
  defaultText: 'share',
  read: (text) => {
    if (text === 'share' || text === 'gb') return text;
    throw new Error('expected share or gb');
  },
};

/**
 * The settings of the policy.
 *
 * @public
 */
export const settings: readonly PolicySetting[] = [cpuWeight, memoryWeight, memoryUnit];

/** The values of the settings. */
export interface Settings {
  /** Shares of the score; the weights add up to 1. */
  readonly cpuWeight: number;
  readonly memoryWeight: number;
  /** Whether memory counts as a share of the machine's, or in gigabytes beside CPU in per cent. */
  readonly memoryUnit: 'share' | 'gb';
}

/**
 * The settings of the environment, the weights normalised by their sum.
 *
 * @throws Error naming the variable, its value and what is allowed
 */
export function readSettings(env: ClaimPolicyContext['env']): Settings {
  const cpu = readPolicySetting(cpuWeight, env);
  const memory = readPolicySetting(memoryWeight, env);
  const sum = cpu + memory;
  if (sum === 0) {
    throw new Error(`${cpuWeight.name} and ${memoryWeight.name} are both 0: at least one must be above 0`);
  }
  return { cpuWeight: cpu / sum, memoryWeight: memory / sum, memoryUnit: readPolicySetting(memoryUnit, env) };
}

function readWeight(text: string): number {
  const weight = Number(text);
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new Error('expected a number, at least 0');
}
